import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing as Transaction } from '../database/connection.ts';
import type { Writing } from './closure.ts';
import { mustBeOpenFor } from './gating.ts';

type Made = { from: string; to: string; branch?: number; tickets?: boolean; messages?: boolean; cancelled?: boolean };

/** A closure between two moments of the database's clock, which stands still in a transaction: "-1 hour", "0 s". */
async function close(trx: Transaction, { from, to, branch, tickets = true, messages = true, cancelled }: Made) {
	await sql`
		insert into closure (kind, branch_id, starts_at, ends_at, no_new_tickets, no_messages, created_at, cancelled_at)
		values ('company_holiday', ${branch ?? null}::bigint, now() + ${from}::interval, now() + ${to}::interval,
			${tickets}, ${messages}, now(), case when ${cancelled ?? false} then now() end)
	`.execute(trx);
}

const refused = { code: 'branch-closed', status: 423 };

describe('a customer’s words', () => {
	test.for([
		['at its first instant', '0 s', '1 hour'],
		['a second before its end', '-1 hour', '1 s'],
	] as const)('are kept by a closure %s', async ([, from, to], { trx, cast }) => {
		await close(trx, { from, to });
		await expect(mustBeOpenFor(trx, cast.master.actor.id, 'tickets')).rejects.toMatchObject(refused);
	});

	test.for([
		['a second before it begins', '1 s', '1 hour'],
		['at its end', '-1 hour', '0 s'],
	] as const)('pass a closure %s', async ([, from, to], { trx, cast }) => {
		await close(trx, { from, to });
		await expect(mustBeOpenFor(trx, cast.master.actor.id, 'tickets')).resolves.toBeUndefined();
	});

	test('are kept by a closure of his own branch, not by that of another', async ({ trx, cast }) => {
		await close(trx, { from: '-1 hour', to: '1 hour', branch: cast.branches.france });
		await expect(mustBeOpenFor(trx, cast.slave.actor.id, 'messages')).rejects.toMatchObject(refused);
		await expect(mustBeOpenFor(trx, cast.master.actor.id, 'messages')).resolves.toBeUndefined();
	});

	test.for<[Writing, Writing]>([
		['tickets', 'messages'],
		['messages', 'tickets'],
	])('are stopped by the switch for %s alone, and not %s', async ([stopped, other], { trx, cast }) => {
		const switches = { tickets: stopped === 'tickets', messages: stopped === 'messages' };
		await close(trx, { from: '-1 hour', to: '1 hour', ...switches });
		await expect(mustBeOpenFor(trx, cast.master.actor.id, stopped)).rejects.toMatchObject(refused);
		await expect(mustBeOpenFor(trx, cast.master.actor.id, other)).resolves.toBeUndefined();
	});

	test('pass when the closure was cancelled', async ({ trx, cast }) => {
		await close(trx, { from: '-1 hour', to: '1 hour', cancelled: true });
		await expect(mustBeOpenFor(trx, cast.master.actor.id, 'tickets')).resolves.toBeUndefined();
	});

	test('wait for the closure that ends last', async ({ trx, cast }) => {
		await close(trx, { from: '-1 hour', to: '3 hours' });
		await close(trx, { from: '-2 hours', to: '1 hour', branch: cast.branches.italy });
		const { rows } = await sql<{ until: Date }>`select now() + interval '3 hours' as until`.execute(trx);
		const details = { until: rows[0]?.until.toISOString() };
		await expect(mustBeOpenFor(trx, cast.master.actor.id, 'tickets')).rejects.toMatchObject({ details });
	});
});
