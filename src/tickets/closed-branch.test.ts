import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { open, words } from '../../tests/ticketing.ts';
import { answer } from './answering.ts';
import { close } from './closing.ts';
import { reply } from './replying.ts';

// From this transaction's now(), which stands still, for an hour; a company holiday of every branch.
async function closeBranches(trx: Writing) {
	await sql`
		insert into closure (kind, starts_at, ends_at, created_at)
		values ('company_holiday', now(), now() + interval '1 hour', now())
	`.execute(trx);
}

describe('while the branch is closed', () => {
	test('a customer opens no ticket', async ({ trx, cast, clock }) => {
		await closeBranches(trx);
		await expect(open(trx, cast.master.actor, cast.units.master, clock.now)).rejects.toThrow('branch-closed');
	});

	test('a customer sends no message', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await closeBranches(trx);
		await expect(reply(trx, cast.master.actor, number, words('Hello.'), clock.now)).rejects.toThrow('branch-closed');
	});

	test('a customer closes his own ticket', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await closeBranches(trx);
		await expect(close(trx, cast.master.actor, number, '', clock.now)).resolves.not.toThrow();
	});

	test('a technician answers', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await closeBranches(trx);
		await expect(answer(trx, cast.technician.actor, number, words('Done.'), clock.now)).resolves.not.toThrow();
	});
});
