import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { cancelClosure, changeClosure, planClosure, type PlannedClosure } from './closure-planning.ts';

const hourMs = 3_600_000;
const now = new Date('2026-03-04T09:00:00Z');
const after = (hours: number) => new Date(now.getTime() + hours * hourMs);

function maintenance(from: number, to: number, unplannedBecause: string | null = null): PlannedClosure {
	const stops = { noNewTickets: true, noMessages: true, portalOff: false };
	return { kind: 'maintenance', branchId: null, startsAt: after(from), endsAt: after(to), ...stops, unplannedBecause };
}

function change(id: number, from: number, to: number, because: string | null = null, version = 1) {
	const { kind: _, ...fields } = maintenance(from, to, because);
	return { ...fields, id, version };
}

describe('a closure', () => {
	test('that is planned starts 24 hours ahead or later', async ({ trx }) => {
		await expect(planClosure(trx, maintenance(24 - 1 / 60, 30), now)).rejects.toThrow('closure-too-soon');
		await expect(planClosure(trx, maintenance(24, 30), now)).resolves.toBeGreaterThan(0);
	});

	test('that is unplanned starts at once', async ({ trx }) => {
		await expect(planClosure(trx, maintenance(0, 1, 'A disk fails'), now)).resolves.toBeGreaterThan(0);
	});

	test('ends after it starts, and after now', async ({ trx }) => {
		await expect(planClosure(trx, maintenance(30, 30), now)).rejects.toThrow('closure-times-wrong');
		await expect(planClosure(trx, maintenance(-2, 0, 'A disk failed'), now)).rejects.toThrow('closure-times-wrong');
	});

	test('grows within a day of its start only with a reason', async ({ trx }) => {
		const id = await planClosure(trx, maintenance(24, 30), now);
		await changeClosure(trx, change(id, 24, 31), now);
		const later = after(1 / 60);
		await expect(changeClosure(trx, change(id, 24, 32, null, 2), later)).rejects.toThrow('closure-too-soon');
		const { after: changed } = await changeClosure(trx, change(id, 24, 32, 'It takes longer', 2), later);
		expect(changed.unplannedBecause).toBe('It takes longer');
	});

	test('does not move to within a day of now without a reason', async ({ trx }) => {
		const id = await planClosure(trx, maintenance(48, 50), now);
		await expect(changeClosure(trx, change(id, 23, 50), now)).rejects.toThrow('closure-too-soon');
	});

	test('shrinks without a reason, even while it runs', async ({ trx }) => {
		const id = await planClosure(trx, maintenance(24, 30), now);
		const { after: changed } = await changeClosure(trx, change(id, 24, 29), after(25));
		expect(changed.unplannedBecause).toBeNull();
	});

	test('is not changed over somebody else’s change', async ({ trx }) => {
		const id = await planClosure(trx, maintenance(48, 50), now);
		await changeClosure(trx, change(id, 48, 51), now);
		await expect(changeClosure(trx, change(id, 48, 52), now)).rejects.toThrow('changed-meanwhile');
	});

	test('is cancelled until it starts, ended while it runs, and over afterwards', async ({ trx }) => {
		const coming = await planClosure(trx, maintenance(24, 30), now);
		expect(await cancelClosure(trx, { id: coming, version: 1 }, after(24))).toBe('cancelled');
		await expect(changeClosure(trx, change(coming, 24, 29, null, 2), now)).rejects.toThrow('closure-over');
		const running = await planClosure(trx, maintenance(24, 30), now);
		expect(await cancelClosure(trx, { id: running, version: 1 }, after(25))).toBe('ended');
		await expect(cancelClosure(trx, { id: running, version: 2 }, after(25))).rejects.toThrow('closure-over');
	});
});
