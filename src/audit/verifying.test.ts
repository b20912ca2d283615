import pg from 'pg';
import { sql, type Kysely } from 'kysely';
import { beforeEach, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { DB } from '../database/schema.generated.ts';
import { thePortal } from './entry.ts';
import { record } from './recording.ts';
import { verifyAuditLog } from './verifying.ts';

async function write(db: Kysely<DB>, ...codes: string[]): Promise<void> {
	for (const code of codes)
		await db.transaction().execute((trx) =>
			record(trx, thePortal, {
				action: 'customer-changed',
				subject: `customer:${code}`,
				before: { country: 'IT' },
				after: { country: 'FR', languages: ['fr', 'it'] },
			}),
		);
}

/** What only the owner of the server can do, and only with the guards switched off. */
async function tamper(url: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query(`begin; set local session_replication_role = 'replica'; ${statement}; commit`);
	await client.end();
}

beforeEach<{ databaseUrl: string; db: Kysely<DB> }>(async ({ databaseUrl, db }) => {
	await tamper(databaseUrl, 'truncate audit_entry');
	await write(db, 'C1', 'C2', 'C3', 'C4');
});

test('an empty log and a log that nobody touched are intact', async ({ db, databaseUrl }) => {
	const { rows } = await sql<{ hash: string }>`
		select encode(hash, 'hex') as hash from audit_entry order by id desc limit 1`.execute(db);
	expect(await verifyAuditLog(db)).toEqual({ intact: true, entries: 4, newest: rows[0]?.hash });
	await tamper(databaseUrl, 'truncate audit_entry');
	expect(await verifyAuditLog(db)).toEqual({ intact: true, entries: 0, newest: '' });
});

test.for([
	['changed fact', `update audit_entry set after = '{"country": "ES"}' where id = 2`, 2],
	['changed name', `update audit_entry set who = 'Somebody else' where id = 4`, 4],
	['changed time', `update audit_entry set at = at + interval '1 microsecond' where id = 1`, 1],
	[
		'changed entry whose hash was made anew',
		`update audit_entry set address = '::1' where id = 2;
		update audit_entry as e set hash = audit_hash(e) where id = 2`,
		3,
	],
	['removed entry', 'delete from audit_entry where id = 3', 4],
	['removed first entry', 'delete from audit_entry where id = 1', 2],
	[
		'removed entry whose number was given away',
		`delete from audit_entry where id = 2;
		insert into audit_entry (id, at, who, address, action, subject, before, after, previous_hash, hash) overriding system value
			select 2, at, who, address, action, subject, before, after, previous_hash, hash from audit_entry where id = 3;
		delete from audit_entry where id = 3`,
		2,
	],
	[
		'inserted entry',
		`insert into audit_entry (id, who, address, action, subject, previous_hash, hash) overriding system value
		select 5, 'Nobody', '', 'staff-left', 'staff:x', hash, sha256('x') from audit_entry where id = 4`,
		5,
	],
] as const)('a %s is found', async ([, statement, brokenAt], { databaseUrl, db }) => {
	await tamper(databaseUrl, statement);
	expect(await verifyAuditLog(db)).toEqual({ intact: false, brokenAt });
});

test('the triggers refuse a change even by the owner of the server, as long as nobody switches them off', async ({
	databaseUrl,
}) => {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	for (const statement of [`update audit_entry set who = ''`, 'delete from audit_entry', 'truncate audit_entry'])
		await expect(client.query(statement), statement).rejects.toThrow('the audit log is append-only');
	await client.end();
});

test('entries written at once by many form one chain', async ({ db }) => {
	await Promise.all(Array.from({ length: 12 }, (_, n) => write(db, `D${n}`)));
	expect(await verifyAuditLog(db)).toMatchObject({ intact: true, entries: 16 });
});
