import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import { announce, sendAll } from '../../tests/announcing.ts';
import { countConcerned, countRecipients, countTold } from './counting.ts';
import { tellSome } from './telling.ts';

const everybody = { audience: 'everybody', branchId: null } as const;

describe('a letter', () => {
	test('to everybody does not go to those who are shut out', async ({ trx, cast, clock }) => {
		const before = await countRecipients(trx, everybody);
		const { id } = cast.master.actor;
		await trx.updateTable('account').set({ disabled_at: clock.now }).where('id', '=', id).execute();
		expect(await countRecipients(trx, everybody)).toBe(before - 1);
	});

	test('of a branch goes to the customers whom that branch serves', async ({ trx }) => {
		const branches = await trx.selectFrom('branch').select('id').execute();
		const counts: number[] = [];
		for (const { id } of branches) counts.push(await countRecipients(trx, { ...everybody, branchId: id }));
		const all = await countRecipients(trx, everybody);
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
		expect(Math.max(...counts)).toBeLessThan(all);
	});

	test('about open tickets goes once to whoever has one, and to nobody once it is closed', async ({
		trx,
		cast,
		clock,
	}) => {
		const waiting = { audience: 'open-tickets', branchId: null } as const;
		expect(await countRecipients(trx, waiting)).toBe(0);
		await open(trx, cast.master.actor, cast.units.master, clock.now);
		await open(trx, cast.master.actor, cast.units.master, clock.now);
		expect(await countRecipients(trx, waiting)).toBe(1);
		await trx.updateTable('ticket').set({ status: 'closed', closed_at: clock.now }).execute();
		expect(await countRecipients(trx, waiting)).toBe(0);
	});

	test('to nobody goes to nobody', async ({ trx }) => {
		expect(await countRecipients(trx, { audience: 'nobody', branchId: null })).toBe(0);
	});
});

describe('what was told before', () => {
	test('is counted by the letters that went out', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		expect(await countTold(trx, { id, revision: 1 })).toBe(0);
		await sendAll(trx, cast.slave.actor.id);
		expect(await countTold(trx, { id, revision: 1 })).toBe(1);
	});

	test('makes its readers hear of the change too, each once', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		await sendAll(trx, cast.slave.actor.id);
		const changed = { id, revision: 2, audience: 'everybody', withdrawn: false } as const;
		expect(await countConcerned(trx, { ...changed, branchId: cast.branches.spain })).toBe(1);
		expect(await countConcerned(trx, { ...changed, branchId: cast.branches.france })).toBe(1);
		expect(await countConcerned(trx, { ...changed, branchId: cast.branches.italy })).toBe(3);
	});

	test('and withdrawn is told to those alone who heard of it', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		await sendAll(trx, cast.slave.actor.id);
		const withdrawn = { id, revision: 1, branchId: null, audience: 'everybody', withdrawn: true } as const;
		expect(await countConcerned(trx, withdrawn)).toBe(1);
	});
});
