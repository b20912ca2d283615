import type { Config } from '../config.server.ts';
import { openDatabase } from '../running.ts';

/** Brings the database to this version and says what was done. */
export async function migrateOnly(config: Config): Promise<void> {
	await using running = new AsyncDisposableStack();
	const { migrations } = await openDatabase(config, running);
	console.log(migrations.length > 0 ? `Migrated: ${migrations.join(', ')}.` : 'The database is up to date.');
}
