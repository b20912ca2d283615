import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import type { PlannedClosure } from '../branches/closure-planning.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import { test } from '../../tests/desk.ts';
import { cancelPublished, changePublished, publishClosure, type Texts } from './publishing.ts';

const now = new Date('2026-03-04T09:00:00Z');
const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const texts = (title: string) => Object.fromEntries(locales.map((locale) => [locale, { title, body: '' }])) as Texts;

const extent = { branchId: null, startsAt: after(48), endsAt: after(50), unplannedBecause: null };
const stops = { noNewTickets: true, noMessages: true, portalOff: false };
const closure: PlannedClosure = { kind: 'maintenance', ...extent, ...stops };

function findTold(trx: Writing, id: number) {
	return trx.selectFrom('announcement').selectAll().where('closure_id', '=', id).executeTakeFirstOrThrow();
}

async function publishAndTell(trx: Writing): Promise<number> {
	const id = await publishClosure(trx, thePortal, { closure, texts: texts('Maintenance') }, now);
	await trx
		.updateTable('announcement')
		.set({ told_at: now, told_to_account: 9 })
		.where('closure_id', '=', id)
		.execute();
	return id;
}

describe('an announced closure', () => {
	test('is shown from its publication to its end, and told to everybody when it is maintenance', async ({ trx }) => {
		const id = await publishClosure(trx, thePortal, { closure, texts: texts('Maintenance') }, now);
		expect(await findTold(trx, id)).toMatchObject({ audience: 'everybody', shown_from: now, shown_until: after(50) });
	});

	test('of an office is told to those with an open ticket', async ({ trx }) => {
		const holiday = { ...closure, kind: 'company_holiday' as const };
		const id = await publishClosure(trx, thePortal, { closure: holiday, texts: texts('Away') }, now);
		expect(await findTold(trx, id)).toMatchObject({ audience: 'open-tickets' });
	});

	test('is told again when it changes', async ({ trx }) => {
		const id = await publishAndTell(trx);
		const change = { id, version: 1, ...extent, ...stops, endsAt: after(51) };
		await changePublished(trx, thePortal, { change, texts: texts('Longer') }, after(1));
		const again = { revision: 2, letters_at: after(1), told_at: null, told_to_account: 0, shown_until: after(51) };
		expect(await findTold(trx, id)).toMatchObject(again);
	});

	test('is not told again when nothing differs', async ({ trx }) => {
		const change = { id: await publishAndTell(trx), version: 1, ...extent, ...stops };
		const again = changePublished(trx, thePortal, { change, texts: texts('Maintenance') }, after(1));
		await expect(again).rejects.toMatchObject({ code: 'announcement-unchanged' });
	});

	test('is told again when a word of it differs', async ({ trx }) => {
		const id = await publishAndTell(trx);
		const change = { id, version: 1, ...extent, ...stops };
		await changePublished(trx, thePortal, { change, texts: texts('Work on the machines') }, after(1));
		expect(await findTold(trx, id)).toMatchObject({ revision: 2, told_at: null });
	});

	test('is told again when it is cancelled', async ({ trx }) => {
		const id = await publishAndTell(trx);
		await cancelPublished(trx, thePortal, { id, version: 1 }, after(1));
		expect(await findTold(trx, id)).toMatchObject({ revision: 2, withdrawn_at: after(1), told_at: null });
	});

	test('that runs is ended, and shown no longer', async ({ trx }) => {
		const id = await publishAndTell(trx);
		await cancelPublished(trx, thePortal, { id, version: 1 }, after(49));
		expect(await findTold(trx, id)).toMatchObject({ revision: 2, withdrawn_at: null, shown_until: after(49) });
	});

	test('stands on the audit log with its cancellation', async ({ trx }) => {
		const id = await publishAndTell(trx);
		await cancelPublished(trx, thePortal, { id, version: 1 }, after(1));
		const entries = await trx.selectFrom('audit_entry').select(['action', 'subject']).orderBy('id').execute();
		const subject = `closure:${id}`;
		expect(entries).toEqual([
			{ action: 'closure-planned', subject },
			{ action: 'closure-cancelled', subject },
		]);
	});
});
