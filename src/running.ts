import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { install } from '../installation/install.ts';
import type { Config } from './config.server.ts';
import { asRole, prepareApplicationRole } from './database/application-role.ts';
import { connect, disconnect } from './database/connection.ts';
import { DirectoryInUse } from './database/directory-lock.ts';
import { startEmbedded, urlOf } from './database/embedded.ts';
import { isMigrated, migrate } from './database/migrating.ts';
import type { DB } from './database/schema.generated.ts';
import { log } from './log.ts';
import { Obstacle } from './obstacle.ts';
import { startWorker } from './worker.ts';

/**
 * Connects to the configured PostgreSQL, or starts the embedded one, and brings it to this version. What was opened
 * is closed with `running`, in reverse order.
 */
export async function openDatabase(config: Config, running: AsyncDisposableStack) {
	const url = config.databaseUrl ?? (await openEmbedded(config, running));
	const owner = connect(url, 2);
	running.defer(disconnect);
	const migrations = await migrate(owner, url).catch(explainUnreachable);
	if (migrations.length > 0) log().info({ migrations }, 'migrated');
	return { db: await workAsApplication(owner, url), migrations };
}

/** From here on the process works under the role that cannot change the audit log; its owner is needed for migrations alone. */
async function workAsApplication(owner: Kysely<DB>, url: string): Promise<Kysely<DB>> {
	const role = await prepareApplicationRole(owner);
	await disconnect();
	if (role) return connect(asRole(url, role));
	log().warn('The database lets us make no role of our own: the audit log is guarded by its triggers alone.');
	return connect(url);
}

/**
 * The same for a command that may work beside the running portal: where a process of this installation has the embedded
 * server, it is reached through the socket that this process noted in its lock. One that is still starting is waited for.
 */
export async function joinDatabase(config: Config, running: AsyncDisposableStack): Promise<Kysely<DB>> {
	for (const end = Date.now() + 30_000; ; await sleep(200)) {
		try {
			return (await openDatabase(config, running)).db;
		} catch (error) {
			if (!(error instanceof DirectoryInUse)) throw error;
			const db = error.note === '' ? undefined : await joinRunning(urlOf({ sockets: error.note }), running);
			if (db) return db;
			if (Date.now() > end) throw error;
		}
	}
}

/** Nothing when the server does not answer, or when its portal has not brought it to this version. */
async function joinRunning(url: string, running: AsyncDisposableStack): Promise<Kysely<DB> | undefined> {
	const owner = connect(url, 2);
	if (await isMigrated(owner).catch(() => false)) {
		running.defer(disconnect);
		return workAsApplication(owner, url);
	}
	await disconnect();
	return undefined;
}

/**
 * The database with its default data, and the worker: the portal without its pages. `completeDemonstration` draws the
 * demonstration's files, seconds of work that the first page need not wait for.
 */
export async function openPortal(config: Config, running: AsyncDisposableStack) {
	const { db } = await openDatabase(config, running);
	const installed = await install(db, { demo: config.demo, filesDirectory: config.storageDirectory });
	const worker = await startWorker({ concurrency: 4 });
	running.defer(() => worker.stop());
	const completeDemonstration = async () => {
		try {
			await installed.files();
		} catch (error) {
			// The next start makes what is missing.
			if (!running.disposed) log().error({ err: error }, 'the files of the demonstration are incomplete');
		}
	};
	return { db, completeDemonstration };
}

/**
 * Closes everything in `running` at SIGINT, SIGTERM or SIGHUP and ends the process; a second signal ends it at once.
 * The returned object tells what is being obeyed.
 */
export function stopAtSignal(running: AsyncDisposableStack): { signal?: NodeJS.Signals } {
	const obeyed: { signal?: NodeJS.Signals } = {};
	let since = 0;
	const stop = async (signal: NodeJS.Signals) => {
		// One Ctrl-C may arrive twice: from the terminal, and from npm, which passes it on.
		if (obeyed.signal && performance.now() - since > 300) process.exit(130);
		if (obeyed.signal) return;
		obeyed.signal = signal;
		since = performance.now();
		await running
			.disposeAsync()
			.catch((error: unknown) => log().error({ err: error }, 'not everything stopped cleanly'));
		process.exit(0);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
	return obeyed;
}

async function openEmbedded(config: Config, running: AsyncDisposableStack): Promise<string> {
	const { url, stop } = await startEmbedded({ directory: join(config.dataDir, 'postgres') });
	running.defer(() => stop());
	return url;
}

function explainUnreachable(error: unknown): never {
	const { code = '', message } = error as NodeJS.ErrnoException;
	// Connection failures of the system, and of PostgreSQL itself: class 08, wrong name or password (28), no such database (3D).
	if (!/^(E[A-Z]+|08...|28...|3D...)$/.test(code)) throw error;
	throw new Obstacle(`DATABASE_URL: the database cannot be reached: ${message || code}.`);
}
