import { sql } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { AuditAction, By, Facts } from './entry.ts';

type Entry = {
	action: AuditAction;
	/** What it was done to: `customer:C1001`, `unit:k-tag/KT-1`, `staff:name@maker.example`, `terms:3`. */
	subject: string;
	/** Only what changed, or nothing where there was nothing. */
	before?: Facts;
	after?: Facts;
};

/**
 * Writes into the audit log, in the transaction that makes the change: the last statement of a verb, because everybody else
 * who writes there waits for this transaction's end. The name is copied: it stays when the account goes.
 */
export async function record(trx: Writing, by: By, { action, subject, before, after }: Entry): Promise<void> {
	await sql`
		insert into audit_entry (account_id, who, address, action, subject, before, after, previous_hash, hash)
		select ${by.accountId}::bigint,
			coalesce((select concat_ws(' · ', nullif(code, ''), name) from person where id = ${by.accountId}::bigint), ''),
			${by.address}, ${action}, ${subject}, ${asJson(before)}::jsonb, ${asJson(after)}::jsonb,
			decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
	`.execute(trx);
}

function asJson(facts: Facts | undefined): string | null {
	return facts ? JSON.stringify(facts) : null;
}
