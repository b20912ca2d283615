import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import type { Account, Locale, Step } from './account.ts';
import type { Actor, Role } from './actor.ts';

const absoluteDays = 30;
export const idleDays = { customer: 14, staff: 1 };
// The last use is written at most this often: a page view should not cost a write.
const seenEveryMinutes = 10;

// A login that stops half way is no session to keep: the steps before `open` have their own, short, end.
const stepMinutes = 30;

export type Opening = {
	accountId: number;
	/** `open` unless a step has still to be passed. */
	step?: Exclude<Step, 'accept-terms'>;
	/** Where from, and with what: shown to the owner in his list of sessions. */
	address?: string;
	agent?: string;
};

/** Opens a session. The token is 256 random bits; the database keeps only its hash. */
export async function openSession(
	trx: Writing,
	{ accountId, step = 'open', address = '', agent = '' }: Opening,
	now: Date,
): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	await trx
		.insertInto('session')
		.values({
			token_hash: hashed(token),
			account_id: accountId,
			step,
			address,
			agent: agent.slice(0, 300),
			created_at: now,
			seen_at: now,
			expires_at: step === 'open' ? daysAfter(now, absoluteDays) : new Date(now.getTime() + stepMinutes * 60_000),
		})
		.execute();
	return token;
}

/** The session has passed a step: it goes on under a new token (a fixed one opens nothing), which is answered. */
export async function advanceSession(
	trx: Writing,
	sessionId: string,
	step: NonNullable<Opening['step']>,
	now: Date,
): Promise<string> {
	const old = await trx
		.deleteFrom('session')
		.where('id', '=', sessionId)
		.returning(['account_id as accountId', 'address', 'agent'])
		.executeTakeFirstOrThrow();
	return openSession(trx, { ...old, step }, now);
}

/** Keeps the session from being ended or advanced by anybody else until the transaction is over; false when it is gone already. */
export async function holdSession(trx: Writing, sessionId: string): Promise<boolean> {
	const held = await trx.selectFrom('session').select('id').where('id', '=', sessionId).forUpdate().executeTakeFirst();
	return held !== undefined;
}

/** Ends the account's sessions, but for one when it is named; answers how many. */
export async function endSessions(trx: Writing, accountId: number, butFor?: string): Promise<number> {
	const { numDeletedRows } = await trx
		.deleteFrom('session')
		.where('account_id', '=', accountId)
		.where(sql<boolean>`id is distinct from ${butFor ?? null}::uuid`)
		.executeTakeFirstOrThrow();
	return Number(numDeletedRows);
}

/** Who is behind a session's token, or null: unknown, too old, too long idle, or left the maker. */
export async function readSession(db: Reading, token: string, now: Date): Promise<Account | null> {
	const row = await db
		.selectFrom('session as s')
		.innerJoin('person as p', 'p.id', 's.account_id')
		.select(['p.id', 'p.kind', 'p.name', 'p.code', 'p.role', 'p.branch_ids as branchIds', 'p.served_by as branchId'])
		.select(['p.locale', 'p.time_zone as timeZone', 's.seen_at as seenAt', 's.id as sessionId', 's.step'])
		.select(owesTerms.as('owesTerms'))
		.where('s.token_hash', '=', hashed(token))
		.where('s.expires_at', '>', now)
		.where('p.disabled_at', 'is', null)
		.$castTo<Person & { seenAt: Date; sessionId: string; step: NonNullable<Opening['step']>; owesTerms: boolean }>()
		.executeTakeFirst();
	if (!row) return null;
	const { id, name, code, timeZone, branchId, seenAt, sessionId } = row;
	const actor: Actor =
		row.kind === 'customer'
			? { kind: 'customer', id }
			: { kind: 'staff', id, role: row.role, branchIds: row.branchIds };
	if (seenAt < daysAfter(now, -idleDays[actor.kind])) return null;
	if (now.getTime() - seenAt.getTime() > seenEveryMinutes * 60_000) await markSeen(db, token, now);
	const step = row.step === 'open' && row.owesTerms ? 'accept-terms' : row.step;
	return { id, actor, name, code, locale: row.locale, timeZone, branchId, sessionId, step };
}

// Customers accept the terms of use, in their newest version (product.md E1).
const owesTerms = sql<boolean>`p.kind = 'customer' and p.terms_version < coalesce((select max(version) from terms where published_at is not null), 0)`;

// A view does not tell which of its columns are never null.
type Person = {
	id: number;
	kind: 'customer' | 'staff';
	name: string;
	code: string;
	role: Role;
	branchIds: number[];
	branchId: number | null;
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
