import { EventEmitter } from 'node:events';
import { Logger, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { log } from '../log.ts';

const sweepEverySeconds = 5;

type Watch = { pool: pg.Pool; ids: Set<string>; holder?: pg.Client };

/**
 * Keeps jobs from hanging on dead workers. The queue would give back the jobs of a killed worker after four hours; here every
 * pool of workers holds an advisory lock named after its id for as long as its process lives, and a sweep gives back the jobs of those
 * whose lock is gone. It is awaited before workers begin, so that they have their lock as soon as their jobs.
 */
export async function watchWorkers(pool: pg.Pool) {
	const watch: Watch = { pool, ids: new Set() };
	const events: WorkerEvents = new EventEmitter();
	// Jobs are locked in the name of the pool, which is all workers of this process.
	events.on('pool:create', ({ workerPool }) => {
		watch.ids.add(workerPool.id);
		void watch.holder?.query(hold, [workerPool.id]).catch(() => {});
	});
	const attempt = () =>
		sweep(watch).catch((error: unknown) => log().warn({ err: error }, 'the sweep of workers failed'));
	await attempt();
	let sweeping = Promise.resolve();
	const timer = setInterval(() => (sweeping = sweeping.then(attempt)), sweepEverySeconds * 1000);
	return {
		events,
		logger,
		async stop() {
			clearInterval(timer);
			await sweeping;
			await watch.holder?.end().catch(() => {});
		},
	};
}

async function sweep(watch: Watch): Promise<void> {
	if (!watch.holder) await holdLocks(watch);
	const { rows } = await watch.pool.query<{ id: string }>(lockedBy);
	const dead: string[] = [];
	for (const { id } of rows) {
		if (watch.ids.has(id)) continue;
		const { rows: tried } = await watch.pool.query<{ free: boolean }>(isFree, [id]);
		if (tried[0]?.free) dead.push(id);
	}
	if (dead.length === 0) return;
	log().warn({ workers: dead }, 'giving back the jobs of dead workers');
	await watch.pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
}

// The locks live and die with this one connection; when PostgreSQL restarts the next sweep takes them again.
async function holdLocks(watch: Watch): Promise<void> {
	const client = new pg.Client({ ...watch.pool.options, application_name: 'serialdesk worker' });
	client.on('error', () => {});
	client.on('end', () => (watch.holder = undefined));
	await client.connect();
	for (const id of watch.ids) await client.query(hold, [id]);
	watch.holder = client;
}

const hold = `select pg_advisory_lock_shared(hashtextextended('serialdesk worker ' || $1, 0))`;
const isFree = `select pg_try_advisory_xact_lock(hashtextextended('serialdesk worker ' || $1, 0)) as free`;
// A pool of workers takes its lock and its first job at the same moment: whose job is this young may be about to have one.
const lockedBy = `select distinct locked_by as id from graphile_worker._private_jobs where locked_at < now() - interval '3 seconds'`;

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
const logger = new Logger(() => (level, message) => log()[levels[level]]({ part: 'jobs' }, message));
