import { describe, expect } from 'vitest';
import { sendAll } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import { thePortal } from '../audit/entry.ts';
import type { PlannedClosure } from '../branches/closure-planning.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import type { StaffActor } from '../identity/actor.ts';
import { countToldAgain, findPlanned, listPlanned, listTold } from './closure-overseeing.ts';
import { cancelPublished, changePublished, publishClosure, type Texts } from './publishing.ts';
import { tellSome } from './telling.ts';

const now = new Date('2026-03-04T09:00:00Z');
const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const texts = Object.fromEntries(locales.map((locale) => [locale, { title: `In ${locale}`, body: '' }])) as Texts;
const stops = { noNewTickets: true, noMessages: true, portalOff: false };

function maintain(trx: Writing, from: number, to: number, at = now): Promise<number> {
	const extent = { startsAt: after(from), endsAt: after(to), branchId: null, unplannedBecause: null };
	const closure: PlannedClosure = { kind: 'maintenance', ...extent, ...stops };
	return publishClosure(trx, thePortal, { closure, texts }, at);
}

async function goAway(trx: Writing, branchId: number): Promise<number> {
	const extent = { startsAt: after(48), endsAt: after(72), branchId, unplannedBecause: null };
	return publishClosure(trx, thePortal, { closure: { kind: 'company_holiday', ...extent, ...stops }, texts }, now);
}

async function tellAll(trx: Writing, at: Date): Promise<void> {
	while (await tellSome(trx, at));
}

const idsOf = ({ rows }: { rows: { id: number }[] }) => rows.map(({ id }) => id);
const ahead = { show: 'ahead', after: '' } as const;
const past = { show: 'past', after: '' } as const;

describe('the list of closures', () => {
	test('has those that run or come, the next first, and apart those that are over or cancelled', async ({
		trx,
		cast,
	}) => {
		const { actor } = cast.administrator;
		const [late, early, cancelled] = [
			await maintain(trx, 72, 74),
			await maintain(trx, 24, 26),
			await maintain(trx, 30, 31),
		];
		await cancelPublished(trx, thePortal, { id: cancelled, version: 1 }, now);
		expect(idsOf(await listPlanned(trx, actor, ahead, after(25)))).toEqual([early, late]);
		expect(idsOf(await listPlanned(trx, actor, past, after(25)))).toEqual([cancelled]);
		expect(idsOf(await listPlanned(trx, actor, past, after(26)))).toEqual([cancelled, early]);
	});

	test('goes on where its page ended, in either direction', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const all: number[] = [];
		// Two at each hour: the id decides between them.
		for (let place = 0; place < 30; place++) {
			const hour = 24 + Math.floor(place / 2);
			all.push(await maintain(trx, hour, hour + 1));
		}
		for (const [show, at, order] of [
			['ahead', now, all],
			['past', after(100), all.toReversed()],
		] as const) {
			const first = await listPlanned(trx, actor, { show, after: '' }, at);
			const second = await listPlanned(trx, actor, { show, after: first.next ?? '' }, at);
			expect([...idsOf(first), ...idsOf(second)]).toEqual(order);
			expect(second.next).toBeNull();
		}
		const tampered = Buffer.from('["2026-99-99",1]').toString('base64url');
		expect((await listPlanned(trx, actor, { show: 'ahead', after: tampered }, now)).rows).toHaveLength(25);
	});

	test('is for those who inspect, and for nobody else', async ({ trx, cast }) => {
		const id = await maintain(trx, 48, 50);
		const auditor: StaffActor = { ...cast.technician.actor, role: 'auditor' };
		expect(idsOf(await listPlanned(trx, auditor, ahead, now))).toEqual([id]);
		for (const { actor } of [cast.technician, cast.supervisor, cast.master]) {
			await expect(listPlanned(trx, actor, ahead, now)).rejects.toThrow('not-allowed');
			await expect(findPlanned(trx, actor, id)).rejects.toThrow('not-allowed');
			await expect(listTold(trx, actor, id)).rejects.toThrow('not-allowed');
		}
	});
});

describe('a closure', () => {
	test('is found with its words, its reason and its version, and one that never was is not', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const id = await maintain(trx, 48, 50);
		expect(await findPlanned(trx, actor, id)).toMatchObject({
			...stops,
			id,
			kind: 'maintenance',
			branchId: null,
			startsAt: after(48),
			endsAt: after(50),
			version: 1,
			unplannedBecause: null,
			cancelledAt: null,
			announcement: { audience: 'everybody', revision: 1, texts },
		});
		await expect(findPlanned(trx, actor, id + 1)).rejects.toThrow('not-found');
	});

	test('says how many letters were written and went out, of each of its revisions', async ({ trx, cast }) => {
		const { actor } = cast.administrator;
		const id = await maintain(trx, 48, 50);
		expect((await findPlanned(trx, actor, id)).told).toMatchObject({ sent: 0, written: 0 });
		await tellAll(trx, now);
		await sendAll(trx, cast.master.actor.id);
		expect((await findPlanned(trx, actor, id)).told).toMatchObject({ sent: 1, written: 3 });
		const extent = { startsAt: after(48), endsAt: after(49), branchId: null, unplannedBecause: null };
		await changePublished(trx, thePortal, { change: { id, version: 1, ...extent, ...stops }, texts }, now);
		await tellAll(trx, now);
		await cancelPublished(trx, thePortal, { id, version: 2 }, now);
		await tellAll(trx, now);
		expect(await listTold(trx, actor, id)).toEqual([
			{ revision: 1, isWithdrawal: false, sent: 1, written: 3 },
			{ revision: 2, isWithdrawal: false, sent: 0, written: 3 },
			{ revision: 3, isWithdrawal: true, sent: 0, written: 1 },
		]);
		expect((await findPlanned(trx, actor, id)).told).toMatchObject({ isWithdrawal: true, written: 1 });
	});

	test('is told again to those who heard of it, besides those whom a change is addressed to', async ({
		trx,
		cast,
	}) => {
		const { actor } = cast.administrator;
		await open(trx, cast.master.actor, cast.units.master, now);
		const id = await goAway(trx, cast.branches.italy);
		await tellAll(trx, now);
		const told = () => findPlanned(trx, actor, id);
		expect(await countToldAgain(trx, actor, await told(), 'withdrawal')).toBe(0);
		await sendAll(trx);
		expect(await countToldAgain(trx, actor, await told(), 'withdrawal')).toBe(1);
		await open(trx, cast.stranger.actor, cast.units.stranger, now);
		await trx
			.updateTable('ticket')
			.set({ status: 'closed', closed_at: now })
			.where('opener_id', '=', cast.master.actor.id)
			.execute();
		expect(await countToldAgain(trx, actor, await told(), 'change')).toBe(2);
		expect(await countToldAgain(trx, actor, await told(), 'withdrawal')).toBe(1);
	});
});
