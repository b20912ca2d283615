import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../src/database/embedded.ts';
import { load, type Size } from './loading.ts';

export type Scratch = {
	/** The database of this run: a copy of what was loaded, so that every run begins with the same rows. */
	url: string;
	/** Embedded only: what the portal gets as DATA_DIR to start the database itself. */
	dataDir: string | null;
	/** Embedded only: stops the server, so that the portal may start its own. */
	stop(): Promise<void>;
};

const cache = fileURLToPath(new URL('./results/clusters/', import.meta.url));
const migrations = fileURLToPath(new URL('../src/database/migrations/', import.meta.url));

/** A database of this size: loaded now, or copied from the one that an earlier run loaded from the same sources. */
export async function openScratch(size: Size, { fresh = false } = {}): Promise<Scratch> {
	const name = `bench_${size.tickets}_${size.seed}_${sourcesHash()}`;
	const server = process.env['DATABASE_URL'];
	return server ? onServer(server, name, size, fresh) : embedded(name, size, fresh);
}

async function onServer(server: string, name: string, size: Size, fresh: boolean): Promise<Scratch> {
	const at = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).href;
	const run = `${name}_run`;
	await withAdministrator(server, async (client) => {
		if (fresh) await client.query(`drop database if exists ${name} with (force)`);
		const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
		if (rowCount) return;
		await client.query(`drop database if exists ${name}_loading with (force)`);
		await client.query(`create database ${name}_loading`);
		await load(at(`${name}_loading`), size);
		await client.query(`alter database ${name}_loading rename to ${name}`);
	});
	await withAdministrator(server, (client) => copyDatabase(client, name, run));
	return {
		url: at(run),
		dataDir: null,
		stop: () =>
			withAdministrator(
				server,
				async (client) => void (await client.query(`drop database if exists ${run} with (force)`)),
			),
	};
}

async function embedded(name: string, size: Size, fresh: boolean): Promise<Scratch> {
	mkdirSync(cache, { recursive: true });
	const dataDir = join(cache, name);
	if (fresh) rmSync(dataDir, { recursive: true, force: true });
	if (!existsSync(dataDir)) await loadCluster(dataDir, size);
	const { url, stop } = await startEmbedded({ directory: join(dataDir, 'postgres') });
	// The portal uses the database `postgres`: that one is the copy.
	const elsewhere = url.replace('/postgres?', '/template1?');
	await withAdministrator(elsewhere, (client) => copyDatabase(client, 'loaded', 'postgres'));
	let stopped: Promise<void> | undefined;
	return { url, dataDir, stop: () => (stopped ??= stop()) };
}

/** Nobody misses a half-loaded cluster, so writing need not be safe until it is complete. */
async function loadCluster(dataDir: string, size: Size): Promise<void> {
	const sameSize = dataDir.slice(0, dataDir.lastIndexOf('_'));
	for (const old of readdirSync(cache)) {
		if (join(cache, old).startsWith(sameSize)) rmSync(join(cache, old), { recursive: true, force: true });
	}
	const loading = `${dataDir}.loading`;
	const settings = { fsync: 'off', max_wal_size: '8GB', wal_level: 'minimal', max_wal_senders: '0' };
	const { url, stop } = await startEmbedded({ directory: join(loading, 'postgres'), settings, sync: false });
	try {
		await withAdministrator(url, (client) => client.query('create database loaded'));
		await load(url.replace('/postgres?', '/loaded?'), size);
	} finally {
		await stop();
	}
	renameSync(loading, dataDir);
}

async function copyDatabase(client: pg.Client, from: string, to: string): Promise<void> {
	await client.query(`drop database if exists ${to} with (force)`);
	await client.query(`create database ${to} template ${from} strategy file_copy`);
	await client.query('checkpoint');
}

async function withAdministrator<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

/** What the rows depend on: schema, default installation and generator. */
function sourcesHash(): string {
	const files = [
		...readdirSync(migrations).map((file) => join(migrations, file)),
		...['loading.sql', 'loading.ts', 'words.ts'].map((file) => fileURLToPath(new URL(file, import.meta.url))),
	];
	const hash = createHash('sha256');
	for (const file of files.toSorted()) hash.update(readFileSync(file));
	return hash.digest('hex').slice(0, 12);
}
