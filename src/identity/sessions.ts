import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import type { Account, Locale } from './account.ts';
import type { Actor, Role } from './actor.ts';

const absoluteDays = 30;
const idleDays = { customer: 14, staff: 1 };
// The last use is written at most this often: a page view should not cost a write.
const seenEveryMinutes = 10;

/** Opens a session. The token is 256 random bits; the database keeps only its hash. */
export async function openSession(trx: Writing, accountId: number, now: Date): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	await trx
		.insertInto('session')
		.values({
			token_hash: hashed(token),
			account_id: accountId,
			created_at: now,
			seen_at: now,
			expires_at: daysAfter(now, absoluteDays),
		})
		.execute();
	return token;
}

/** Who is behind a session's token, or null: unknown, too old, too long idle, or left the maker. */
export async function readSession(db: Reading, token: string, now: Date): Promise<Account | null> {
	const row = await db
		.selectFrom('session as s')
		.innerJoin('person as p', 'p.id', 's.account_id')
		.select(['p.id', 'p.kind', 'p.name', 'p.code', 'p.role', 'p.branch_ids as branchIds'])
		.select(['p.locale', 'p.time_zone as timeZone', 's.seen_at as seenAt'])
		.where('s.token_hash', '=', hashed(token))
		.where('s.expires_at', '>', now)
		.where('p.disabled_at', 'is', null)
		.$castTo<Person & { seenAt: Date }>()
		.executeTakeFirst();
	if (!row) return null;
	const { id, name, code, timeZone, seenAt } = row;
	const actor: Actor =
		row.kind === 'customer'
			? { kind: 'customer', id }
			: { kind: 'staff', id, role: row.role, branchIds: row.branchIds };
	if (seenAt < daysAfter(now, -idleDays[actor.kind])) return null;
	if (now.getTime() - seenAt.getTime() > seenEveryMinutes * 60_000) await markSeen(db, token, now);
	return { id, actor, name, code, locale: row.locale, timeZone };
}

// A view does not tell which of its columns are never null.
type Person = {
	id: number;
	kind: 'customer' | 'staff';
	name: string;
	code: string;
	role: Role;
	branchIds: number[];
	locale: Locale;
	timeZone: string;
};

/** Ends the session: the token opens nothing any more. */
export async function closeSession(db: Reading, token: string): Promise<void> {
	await db.deleteFrom('session').where('token_hash', '=', hashed(token)).execute();
}

/** Removes sessions past their end. */
export async function forgetOldSessions(db: Reading): Promise<void> {
	await db
		.deleteFrom('session')
		.where('expires_at', '<', sql<Date>`now()`)
		.execute();
}

async function markSeen(db: Reading, token: string, now: Date): Promise<void> {
	await db.updateTable('session').set({ seen_at: now }).where('token_hash', '=', hashed(token)).execute();
}

function hashed(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

function daysAfter(date: Date, days: number): Date {
	return new Date(date.getTime() + days * 86_400_000);
}
