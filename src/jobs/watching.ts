import { EventEmitter } from 'node:events';
import { Logger, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { log } from '../log.ts';

const sweepEverySeconds = 5;

/**
 * Keeps jobs from hanging on dead workers. The queue would give back the jobs of a killed worker after four hours; here every
 * worker holds an advisory lock named after its id for as long as its process lives, and a sweep gives back the jobs of those
 * whose lock is gone.
 */
export function watchWorkers(pool: pg.Pool) {
	const events: WorkerEvents = new EventEmitter();
	const ids = new Set<string>();
	let holder: pg.Client | undefined;
	let stopped = false;

	events.on('worker:create', ({ worker }) => {
		ids.add(worker.workerId);
		void holder?.query(hold, [worker.workerId]).catch(() => {});
	});

	// The locks live and die with this one connection; when PostgreSQL restarts they are taken again.
	async function holdLocks(): Promise<void> {
		const client = new pg.Client({ ...pool.options, application_name: 'serialdesk worker' });
		client.on('error', () => (holder = undefined));
		await client.connect();
		for (const id of ids) await client.query(hold, [id]);
		holder = client;
	}

	async function sweep(): Promise<void> {
		if (stopped) return;
		if (!holder) await holdLocks();
		const { rows } = await pool.query<{ id: string }>(lockedBy);
		const dead: string[] = [];
		for (const { id } of rows.filter((row) => !ids.has(row.id))) {
			const { rows: tried } = await pool.query<{ free: boolean }>(isFree, [id]);
			if (tried[0]?.free) dead.push(id);
		}
		if (dead.length === 0) return;
		log().warn({ workers: dead }, 'giving back the jobs of dead workers');
		await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
	}

	const attempt = () =>
		void sweep().catch((error: unknown) => log().warn({ err: error }, 'the sweep of workers failed'));
	attempt();
	const timer = setInterval(attempt, sweepEverySeconds * 1000);
	return {
		events,
		logger,
		async stop() {
			stopped = true;
			clearInterval(timer);
			await holder?.end().catch(() => {});
		},
	};
}

const hold = `select pg_advisory_lock_shared(hashtextextended('serialdesk worker ' || $1, 0))`;
const isFree = `select pg_try_advisory_xact_lock(hashtextextended('serialdesk worker ' || $1, 0)) as free`;
const lockedBy = `select distinct locked_by as id from graphile_worker._private_jobs where locked_by is not null`;

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
const logger = new Logger(() => (level, message) => log()[levels[level]]({ part: 'jobs' }, message));
