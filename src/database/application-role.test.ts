import pg from 'pg';
import { expect } from 'vitest';
import { cloneDatabase } from '../../tests/clone.ts';
import { test } from '../../tests/desk.ts';
import { record } from '../audit/recording.ts';
import { thePortal } from '../audit/entry.ts';
import { enqueue } from '../jobs/enqueueing.ts';
import { asRole, prepareApplicationRole } from './application-role.ts';
import type { DB } from './schema.generated.ts';
import { Kysely, PostgresDialect, sql } from 'kysely';

const attempts = [
	`update audit_entry set who = 'nobody'`,
	'delete from audit_entry',
	'truncate audit_entry',
	'alter table audit_entry disable trigger all',
	'drop trigger audit_entry_is_never_changed on audit_entry',
	'alter table audit_entry add column more text',
	'drop table audit_entry',
	`set session_replication_role = 'replica'`,
];

test('the portal’s own role adds to the audit log and can change nothing of it', async ({ db, trx }) => {
	await record(trx, thePortal, { action: 'import-started', subject: 'import:1' });
	expect((await trx.selectFrom('audit_entry').select('subject').execute()).length).toBe(1);
	for (const attempt of attempts)
		await expect(sql.raw(attempt).execute(db), attempt).rejects.toThrow(/permission denied|must be owner/);
});

test('the portal’s own role has what everything else needs: jobs under row-level security, sequences, temporary tables', async ({
	trx,
}) => {
	await enqueue(trx, 'tidy-up', {});
	const { rows } = await sql`select 1 from graphile_worker._private_jobs`.execute(trx);
	expect(rows.length).toBe(1);
	await sql`select setval('ticket_number', 5000), nextval('customer_code_number'), folded('É')`.execute(trx);
	await sql`create temp table passing (n int) on commit drop`.execute(trx);
});

test('an owner who may make no role goes on as himself, without the right to change the audit log', async () => {
	const url = await cloneDatabase();
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const limited = `limited_${Date.now()}`;
	await client.query(`create role ${limited} login; alter table audit_entry owner to ${limited}`);
	const address = new URL(url);
	address.username = limited;
	const pool = new pg.Pool({ connectionString: address.href, max: 1 });
	const own = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	expect(await prepareApplicationRole(own)).toBe(undefined);
	await expect(sql`delete from audit_entry`.execute(own)).rejects.toThrow(/permission denied/);
	await own.selectFrom('audit_entry').selectAll().execute();
	await own.destroy();
	await client.end();
});

test('the role is one more option of the address, whatever its owner is called', () => {
	expect(new URL(asRole('postgres://u:p%40@h:5/d?host=%2Ftmp', 'app')).searchParams.get('options')).toBe(
		'-c role=app',
	);
	expect(new URL(asRole('postgres://h/d?options=-c%20jit%3Doff', 'a b')).searchParams.get('options')).toBe(
		'-c jit=off -c role=a\\ b',
	);
});
