import { sql } from 'kysely';
import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { connectionPool, type Reading } from './connection.ts';

const pidOf = async (db: Reading) =>
	(await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid;

test('a transaction has a connection of the pool to itself and gives it back', async ({ db }) => {
	const outside = await pidOf(db);
	await db.transaction().execute(async (trx) => {
		const inside = [await pidOf(trx), ...(await Promise.all([pidOf(trx), pidOf(trx)]))];
		expect(new Set(inside).size).toBe(1);
		expect([outside, await pidOf(db)]).not.toContain(inside[0]);
	});
	expect(connectionPool().idleCount).toBe(connectionPool().totalCount);
});

test('what is read outside of a transaction takes nothing from the pool', async ({ db }) => {
	const held = await Promise.all(Array.from({ length: 8 }, () => db.startTransaction().execute()));
	expect(connectionPool().idleCount).toBe(0);
	expect(await pidOf(db)).toBeGreaterThan(0);
	await Promise.all(held.map((trx) => trx.rollback().execute()));
});

test('a single change commits by itself and says how much it changed', async ({ db, cast }) => {
	const id = cast.master.actor.id;
	const { numUpdatedRows } = await db
		.updateTable('account')
		.set({ locale: 'fr' })
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	expect(numUpdatedRows).toBe(1n);
	expect(await localeOf(db, id)).toBe('fr');
});

test('a single change that fails changes nothing and says which rule it broke', async ({ db, cast }) => {
	const change = db.updateTable('account').set({ kind: 'guest' }).where('id', '=', cast.master.actor.id);
	await expect(change.execute()).rejects.toMatchObject({ code: expect.stringMatching(/^23/) as string });
});

test('nobody waits together with a change that waits for a lock', async ({ db, trx, cast }) => {
	const accountId = cast.slave.actor.id;
	await trx.updateTable('account').set({ locale: 'es' }).where('id', '=', accountId).execute();
	const change = db.updateTable('account').set({ locale: 'ru' }).where('id', '=', accountId).execute();
	const locked = db.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
	// Asked in the same turn as both.
	expect(await localeOf(db, accountId)).not.toBe('es');
	await sql`rollback`.execute(trx);
	await Promise.all([change, locked]);
	expect(await localeOf(db, accountId)).toBe('ru');
});

test('a lock of a session stays with the connection that took it, until that is given back', async ({ db }) => {
	const take = (at: Reading) =>
		sql<{ mine: boolean }>`select pg_try_advisory_lock(7) as mine`.execute(at).then(({ rows }) => rows[0]!.mine);
	await db.connection().execute(async (connection) => {
		expect(await take(connection)).toBe(true);
		const pid = await pidOf(connection);
		expect(await connection.transaction().execute(pidOf)).toBe(pid);
		expect(await db.connection().execute(take)).toBe(false);
		const freed = await sql`select pg_advisory_unlock(7) as freed`.execute(connection);
		expect(freed.rows).toEqual([{ freed: true }]);
	});
});

test('who reads more than once over one connection has it to himself', async ({ db }) => {
	const pids = await db.connection().execute(async (connection) => {
		const all: number[] = [];
		for (let turn = 0; turn < 3; turn++) all.push(await pidOf(connection));
		return all;
	});
	expect(pids[1]).toBe(pids[2]);
	expect(pids[1]).not.toBe(await pidOf(db));
});

async function localeOf(db: Reading, id: number): Promise<string> {
	return (await db.selectFrom('account').select('locale').where('id', '=', id).executeTakeFirstOrThrow()).locale;
}
