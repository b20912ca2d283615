import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Reading } from './connection.ts';
import { Lanes } from './lanes.ts';

const pidOf = async (db: Reading) =>
	(await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid;
const slowly = (db: Reading, seconds: number) =>
	sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(${seconds})`.execute(db);
const openLanes = (url: string, connectionTimeoutMillis = 5000) =>
	new Lanes({ connectionString: url, connectionTimeoutMillis, most: 2, onLost: () => {} });

test('what is asked in one turn goes over one connection, each with its own answer', async ({ db }) => {
	const answers = await Promise.all(
		[1, 2, 3].map((n) => sql`select ${n}::int as n, pg_backend_pid() as pid`.execute(db)),
	);
	const rows = answers.map(({ rows }) => rows[0] as { n: number; pid: number });
	expect(rows.map(({ n }) => n)).toEqual([1, 2, 3]);
	expect(new Set(rows.map(({ pid }) => pid)).size).toBe(1);
});

test('a slow query does not delay what is asked after it', async ({ db }) => {
	const slow = slowly(db, 1);
	await sleep(20);
	const since = performance.now();
	const pid = await pidOf(db);
	expect(performance.now() - since).toBeLessThan(700);
	expect((await slow).rows[0]!.pid).not.toBe(pid);
});

test('a query that fails leaves those that went out with it alone', async ({ db }) => {
	const divided = (by: number) => sql<{ n: number }>`select 6 / ${by}::int as n`.execute(db);
	const [first, failed, last] = await Promise.allSettled([divided(2), divided(0), divided(3)]);
	expect(failed).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
	expect([first, last]).toMatchObject([{ value: { rows: [{ n: 3 }] } }, { value: { rows: [{ n: 2 }] } }]);
});

test('an error names the place that asked', async ({ db }) => {
	const error = await sql`select 1 / 0`.execute(db).catch((error: unknown) => error);
	expect((error as Error).stack).toContain('dialect.ts');
});

test('the same text twice at once, while PostgreSQL does not know it, fails twice for the true reason and works later', async ({
	databaseUrl,
}) => {
	const lanes = openLanes(databaseUrl);
	const ask = () => lanes.ask('select n from coming_soon where n = $1', [1]);
	for (const outcome of await Promise.allSettled([ask(), ask(), ask()]))
		expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '42P01' } });
	await lanes.ask('create table coming_soon as select 1 as n', []);
	for (const { rows } of await Promise.all([ask(), ask()])) expect(rows).toEqual([{ n: 1 }]);
	expect((await ask()).rows).toEqual([{ n: 1 }]);
	const named = await lanes.ask(
		`select statement from pg_prepared_statements where statement like 'select n from%'`,
		[],
	);
	expect(named.rows.length).toBe(1);
	await lanes.end();
});

test('a lane whose plans a migration has made useless is left at the first such error', async ({ databaseUrl }) => {
	const lanes = openLanes(databaseUrl);
	await lanes.ask('create table growing as select 1 as n', []);
	await lanes.ask('select * from growing', []);
	await lanes.ask('alter table growing add column more int', []);
	await expect(lanes.ask('select * from growing', [])).rejects.toMatchObject({ code: '0A000' });
	expect((await lanes.ask('select * from growing', [])).rows).toEqual([{ n: 1, more: null }]);
	await lanes.end();
});

test('a connection lost on the way fails what it had to answer, and the next query has a new one', async ({
	databaseUrl,
}) => {
	const lanes = openLanes(databaseUrl);
	const [{ rows }] = await Promise.all([lanes.ask('select pg_backend_pid() as pid', []), lanes.ask('select 1', [])]);
	const slow = Promise.allSettled([lanes.ask('select pg_sleep(20)', []), lanes.ask('select 1', [])]);
	await sleep(50);
	await lanes.ask('select pg_terminate_backend($1)', [rows[0].pid]);
	expect(await slow).toMatchObject([
		{ status: 'rejected', reason: { code: '57P01' } },
		{ status: 'rejected', reason: { message: expect.stringContaining('Connection terminated') as string } },
	]);
	const next = await lanes.ask('select pg_backend_pid() as pid', []);
	expect(next.rows[0].pid).not.toBe(rows[0].pid);
	await lanes.end();
});

test('an idle connection that PostgreSQL closes is not asked again', async ({ databaseUrl }) => {
	const lanes = openLanes(databaseUrl);
	const { rows } = await lanes.ask('select pg_backend_pid() as pid', []);
	const killing = openLanes(databaseUrl);
	await killing.ask('select pg_terminate_backend($1)', [rows[0].pid]);
	await killing.end();
	await sleep(50);
	expect((await lanes.ask('select 1 as n', [])).rows).toEqual([{ n: 1 }]);
	await lanes.end();
});

test('where nobody listens, the query fails with the reason, and asking again is a new attempt', async () => {
	const lanes = openLanes('postgres://nobody@127.0.0.1:1/nothing');
	for (let attempt = 0; attempt < 2; attempt++)
		await expect(lanes.ask('select 1', [])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	await lanes.end();
});

test('a server that accepts and says nothing is given up in time', async () => {
	const silent = createServer(() => {}).listen(0, '127.0.0.1');
	await new Promise((resolve) => silent.once('listening', resolve));
	const lanes = openLanes(`postgres://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/nothing`, 200);
	await expect(lanes.ask('select 1', [])).rejects.toThrow('timeout expired');
	await lanes.end();
	silent.close();
});

test('the end waits for what was asked before', async ({ databaseUrl }) => {
	const lanes = openLanes(databaseUrl);
	const answered: number[] = [];
	for (const n of [1, 2])
		void lanes.ask('select $1::int as n, pg_sleep(0.2)', [n]).then(({ rows }) => answered.push(rows[0].n as number));
	await lanes.end();
	expect(answered).toEqual([1, 2]);
});

test('nobody waits for a query that its caller has given up, and its lane goes on', async ({ db }) => {
	const first = await pidOf(db);
	const caller = new AbortController();
	const given = db.selectNoFrom(sql`pg_sleep(0.3)`.as('slept')).execute({ signal: caller.signal });
	await sleep(50);
	caller.abort(new Error('gone'));
	await expect(given).rejects.toThrow('gone');
	await sleep(400);
	// The first lane is taken first whenever it is free.
	expect(await pidOf(db)).toBe(first);
});
