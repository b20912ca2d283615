import { readdir, readFile } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { runMigrations } from 'graphile-worker';
import type { DB } from './schema.generated.ts';

const folder = new URL('./migrations/', import.meta.url);

/**
 * Brings the database to this version: our numbered SQL files, forward only, then the job queue's own.
 * A lock held by the migrator lets several nodes start at once.
 */
export async function migrate(db: Kysely<DB>, connectionString: string): Promise<string[]> {
	const { error, results } = await migrator(db).migrateToLatest();
	if (error) throw error;
	await runMigrations({ connectionString });
	return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/** Whether every migration of this version has run. */
export async function isMigrated(db: Kysely<DB>): Promise<boolean> {
	const migrations = await migrator(db).getMigrations();
	return migrations.every((migration) => migration.executedAt);
}

function migrator(db: Kysely<DB>): Migrator {
	return new Migrator({ db, provider: { getMigrations: readMigrations } });
}

async function readMigrations(): Promise<Record<string, Migration>> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
	return Object.fromEntries(files.map((file) => [file.replace(/\.sql$/, ''), fromFile(file)]));
}

function fromFile(file: string): Migration {
	return {
		async up(db) {
			// A migration that waits for a lock would make every query behind it wait as well.
			await sql`set local lock_timeout = '5s'`.execute(db);
			await sql.raw(await readFile(new URL(file, folder), 'utf8')).execute(db);
		},
	};
}
