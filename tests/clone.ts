import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Address of the run's PostgreSQL, as its superuser. */
		cluster: string;
		/** Folder for what tests store; each process has one of its own below. */
		data: string;
	}
}

export const template = 'serialdesk_template';

/** A new database with every migration and no row, for one test file or one portal. */
export async function cloneDatabase(): Promise<string> {
	return withCluster((client) => copy(client, template));
}

/** A new database like the named one, which `load` fills when nobody in this run has asked for it before. */
export async function cloneLoaded(name: string, load: (url: string) => Promise<void>): Promise<string> {
	return withCluster(async (client) => {
		const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
		if (rowCount === 0) {
			// It has its name only when it is whole.
			const loading = await copy(client, template);
			await load(loading);
			await client.query(`alter database ${new URL(loading).pathname.slice(1)} rename to ${name}`);
		}
		return copy(client, name);
	});
}

/** One at a time: PostgreSQL refuses to copy a database that another worker is copying at the same moment. */
async function withCluster<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
	const client = new pg.Client({ connectionString: inject('cluster') });
	await client.connect();
	try {
		await client.query('select pg_advisory_lock(1)');
		return await work(client);
	} finally {
		await client.end();
	}
}

async function copy(client: pg.Client, source: string): Promise<string> {
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	await client.query(`create database ${name} template ${source} strategy wal_log`);
	return databaseUrl(inject('cluster'), name);
}

/** The same server, another database. */
export function databaseUrl(cluster: string, database: string): string {
	const url = new URL(cluster);
	url.pathname = `/${database}`;
	return url.href;
}
