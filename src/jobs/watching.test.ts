import { setTimeout as sleep } from 'node:timers/promises';
import { run } from 'graphile-worker';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import { test } from '../../tests/desk.ts';
import { enqueue } from './enqueueing.ts';
import { watchWorkers } from './watching.ts';

const lockedBy = 'select locked_by from graphile_worker._private_jobs where locked_by is not null';

function openPool(connectionString: string): pg.Pool {
	const pool = new pg.Pool({ connectionString, max: 4 });
	pool.on('error', () => {});
	onTestFinished(() => pool.end());
	return pool;
}

test('the jobs of a worker that died are given back within seconds', async ({ db, databaseUrl }) => {
	const pool = openPool(databaseUrl);
	await enqueue(db, 'tidy-up', {});
	await pool.query(`update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now()`);
	const watch = await watchWorkers(pool);
	onTestFinished(() => watch.stop());
	await expect.poll(async () => (await pool.query(lockedBy)).rows, { timeout: 8000 }).toEqual([]);
	await pool.query('delete from graphile_worker._private_jobs');
});

test('a job that was taken this moment is nobody’s to give back', async ({ db, databaseUrl }) => {
	const pool = openPool(databaseUrl);
	await enqueue(db, 'tidy-up', {});
	await pool.query(`update graphile_worker._private_jobs set locked_by = 'pool-of-the-newborn', locked_at = now()`);
	const watch = await watchWorkers(pool);
	await watch.stop();
	expect((await pool.query(lockedBy)).rows[0]).toEqual({ locked_by: 'pool-of-the-newborn' });
	await pool.query('delete from graphile_worker._private_jobs');
});

test('the jobs of a living worker are left to it, by its own sweep and by another node’s', async ({
	db,
	databaseUrl,
}) => {
	const pool = openPool(databaseUrl);
	const [own, other] = [await watchWorkers(pool), await watchWorkers(pool)];
	let finish = () => {};
	const taskList = { 'tidy-up': () => new Promise<void>((done) => (finish = done)) };
	const runner = await run({
		pgPool: pool,
		concurrency: 1,
		noHandleSignals: true,
		events: own.events,
		logger: own.logger,
		taskList,
	});
	await enqueue(db, 'tidy-up', {});
	await expect.poll(async () => (await pool.query(lockedBy)).rows.length).toBe(1);
	await sleep(6000);
	expect((await pool.query(lockedBy)).rows).toHaveLength(1);
	finish();
	await runner.stop();
	await Promise.all([own.stop(), other.stop()]);
}, 15_000);
