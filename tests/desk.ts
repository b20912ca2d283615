import { test as base } from 'vitest';
import { asRole } from '../src/database/application-role.ts';
import { connect, disconnect, type Writing } from '../src/database/connection.ts';
import { gather } from './cast.ts';
import { Clock } from './clock.ts';
import { cloneDatabase } from './clone.ts';

/**
 * A test at the desk. Each file has its own database with the cast in it:
 *
 * - `cast`: a Master, his Slave, a stranger, technicians of two branches, a supervisor, an administrator;
 * - `trx`: this test's transaction, rolled back at its end: write whatever you like;
 * - `db`: the file's pool, under the role of the portal, for what must commit (races, jobs). What it writes stays until the file ends;
 * - `clock`: stands still on a Wednesday morning at which every branch is open, until a test moves it.
 */
export const test = base
	.extend('desk', { scope: 'file' }, async ({}, { onCleanup }) => {
		const url = await cloneDatabase();
		const db = connect(asRole(url, 'serialdesk_app_postgres'), 8);
		onCleanup(disconnect);
		return { url, db, cast: await gather(db) };
	})
	.extend('databaseUrl', ({ desk }) => desk.url)
	.extend('db', ({ desk }) => desk.db)
	.extend('cast', ({ desk }) => desk.cast)
	.extend('clock', () => new Clock())
	.extend('trx', async ({ desk }, { onCleanup }): Promise<Writing> => {
		const transaction = await desk.db.startTransaction().execute();
		onCleanup(async () => {
			if (!transaction.isCommitted && !transaction.isRolledBack) await transaction.rollback().execute();
		});
		return transaction;
	});
