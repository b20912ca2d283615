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
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const client = new pg.Client({ connectionString: inject('cluster') });
	await client.connect();
	try {
		// The lock: PostgreSQL refuses to copy a template that another worker is copying at the same moment.
		await client.query('select pg_advisory_lock(1)');
		await client.query(`create database ${name} template ${template} strategy wal_log`);
	} finally {
		await client.end();
	}
	return databaseUrl(inject('cluster'), name);
}

/** The same server, another database. */
export function databaseUrl(cluster: string, database: string): string {
	const url = new URL(cluster);
	url.pathname = `/${database}`;
	return url.href;
}
