import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { announce, lettersAbout, manyCustomers, sendAll } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import type { Writing } from '../database/connection.ts';
import { close } from '../tickets/closing.ts';
import { tellDue, tellSome } from './telling.ts';

async function tellAll(trx: Writing, now: Date): Promise<void> {
	while (await tellSome(trx, now));
}

describe('an announcement is told', () => {
	test('to every customer once, and to no staff', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellAll(trx, clock.now);
		await trx.updateTable('announcement').set({ told_at: null, told_to_account: 0 }).where('id', '=', id).execute();
		await tellAll(trx, clock.now);
		const told = [cast.master, cast.slave, cast.stranger].map(({ actor }) => actor.id);
		expect(await lettersAbout(trx, id)).toEqual(told);
	});

	test('not before its time', async ({ trx, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellAll(trx, new Date(clock.now.getTime() - 1));
		expect(await lettersAbout(trx, id)).toEqual([]);
	});

	test('to the customers of its branch, and never to another’s', async ({ trx, cast, clock }) => {
		const id = await announce(trx, { branch_id: cast.branches.france }, clock.now);
		await tellAll(trx, clock.now);
		expect(await lettersAbout(trx, id)).toEqual([cast.slave.actor.id]);
	});

	test('where it asks for open tickets, only to those who have one', async ({ trx, cast, clock }) => {
		await open(trx, cast.stranger.actor, cast.units.stranger, clock.now);
		const done = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await close(trx, cast.master.actor, done, '', clock.now);
		const id = await announce(trx, { audience: 'open-tickets' }, clock.now);
		await tellAll(trx, clock.now);
		expect(await lettersAbout(trx, id)).toEqual([cast.stranger.actor.id]);
	});

	test('to nobody, where it asks for that', async ({ trx, clock }) => {
		const id = await announce(trx, { audience: 'nobody' }, clock.now);
		await tellAll(trx, clock.now);
		expect(await lettersAbout(trx, id)).toEqual([]);
	});

	test('never to a disabled account', async ({ trx, cast, clock }) => {
		const { id: accountId } = cast.master.actor;
		await trx.updateTable('account').set({ disabled_at: clock.now }).where('id', '=', accountId).execute();
		const id = await announce(trx, {}, clock.now);
		await tellAll(trx, clock.now);
		expect(await lettersAbout(trx, id)).not.toContain(accountId);
	});

	test('behind the letters to one', async ({ trx, clock }) => {
		await announce(trx, {}, clock.now);
		await tellAll(trx, clock.now);
		const rows = await trx.selectFrom('outgoing_mail').select('to_many').distinct().execute();
		expect(rows).toEqual([{ to_many: true }]);
	});
});

describe('a changed announcement is told again', () => {
	const change = { revision: 2, told_at: null, told_to_account: 0 };

	test('to its audience and to everybody who had been told', async ({ trx, cast, clock }) => {
		const id = await announce(trx, { branch_id: cast.branches.france }, clock.now);
		await tellAll(trx, clock.now);
		await sendAll(trx);
		const { italy } = cast.branches;
		await trx
			.updateTable('announcement')
			.set({ ...change, branch_id: italy })
			.where('id', '=', id)
			.execute();
		await tellAll(trx, clock.now);
		const all = [cast.master, cast.slave, cast.stranger].map(({ actor }) => actor.id);
		expect(await lettersAbout(trx, id, 2)).toEqual(all);
	});

	test('to those who had been told, when from now on it is for nobody', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellAll(trx, clock.now);
		await sendAll(trx, cast.slave.actor.id);
		await trx
			.updateTable('announcement')
			.set({ ...change, audience: 'nobody' })
			.where('id', '=', id)
			.execute();
		await tellAll(trx, clock.now);
		expect(await lettersAbout(trx, id, 2)).toEqual([cast.slave.actor.id]);
	});

	test('but not to those outside of it whose letter had not gone yet', async ({ trx, cast, clock }) => {
		const id = await announce(trx, { branch_id: cast.branches.france }, clock.now);
		await tellAll(trx, clock.now);
		const { italy } = cast.branches;
		await trx
			.updateTable('announcement')
			.set({ ...change, branch_id: italy })
			.where('id', '=', id)
			.execute();
		await tellAll(trx, clock.now);
		expect(await lettersAbout(trx, id, 2)).toEqual([cast.master.actor.id, cast.stranger.actor.id]);
	});
});

test('that an announcement was withdrawn is told only to those who had heard of it', async ({ trx, cast, clock }) => {
	const id = await announce(trx, {}, clock.now);
	await tellAll(trx, clock.now);
	await sendAll(trx, cast.slave.actor.id);
	const withdrawn = { revision: 2, withdrawn_at: clock.now, told_at: null, told_to_account: 0 };
	await trx.updateTable('announcement').set(withdrawn).where('id', '=', id).execute();
	await tellAll(trx, clock.now);
	expect(await lettersAbout(trx, id, 2)).toEqual([cast.slave.actor.id]);
});

describe('with twelve hundred customers', () => {
	test('who are told by two processes at once, each gets one letter', async ({ db, clock }) => {
		const id = await db.transaction().execute(async (trx) => {
			await manyCustomers(trx, 'ES', 1200);
			return announce(trx, {}, clock.now);
		});
		await Promise.all([tellDue(db, clock.now), tellDue(db, clock.now)]);
		await tellDue(db, clock.now);
		const told = await lettersAbout(db, id);
		expect(told).toHaveLength(1203);
		expect(new Set(told).size).toBe(1203);
		await db.deleteFrom('outgoing_mail').execute();
	});

	test('what was stopped in the middle goes on where it was', async ({ trx, cast, clock }) => {
		await manyCustomers(trx, 'AD', 1200);
		const id = await announce(trx, { branch_id: cast.branches.spain }, clock.now);
		await tellSome(trx, clock.now);
		const first = await lettersAbout(trx, id);
		// Gone from the outbox, so that a telling from the beginning would write them again.
		await sql`delete from outgoing_mail where account_id = any(${first}::bigint[])`.execute(trx);
		await tellAll(trx, clock.now);
		const rest = await lettersAbout(trx, id);
		expect(first).toHaveLength(500);
		expect(rest.filter((account) => first.includes(account))).toEqual([]);
		const { told_at: toldAt } = await trx
			.selectFrom('announcement')
			.select('told_at')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		expect(toldAt).toEqual(clock.now);
	});
});
