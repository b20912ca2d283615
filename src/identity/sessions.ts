import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import type { Account, Locale } from './account.ts';

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

/** The account behind a session's token, or null: unknown, too old, too long idle, or left the maker. */
export async function readSession(db: Reading, token: string, now: Date): Promise<Account | null> {
	const row = await db
		.selectFrom('session as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select(['a.id', 'a.kind', 'a.locale', 'a.time_zone as timeZone', 's.seen_at as seenAt'])
		.where('s.token_hash', '=', hashed(token))
		.where('s.expires_at', '>', now)
		.where('a.disabled_at', 'is', null)
		.executeTakeFirst();
	if (!row) return null;
	const kind = row.kind as Account['kind'];
	if (row.seenAt < daysAfter(now, -idleDays[kind])) return null;
	if (now.getTime() - row.seenAt.getTime() > seenEveryMinutes * 60_000) await markSeen(db, token, now);
	return { id: row.id, kind, locale: row.locale as Locale, timeZone: row.timeZone };
}

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
