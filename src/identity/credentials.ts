import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';

export type Purpose = 'first-password' | 'invitation' | 'recovery' | 'address-change';

/** What opens a session in which a password is chosen; the confirmation of an address opens none. */
export const passwordPurposes: Purpose[] = ['first-password', 'invitation', 'recovery'];

/** Whom a temporary credential lets in, for what; `details` are those it was made with. */
export type Credential = { accountId: number; purpose: Purpose; details: Record<string, string> };

const minute = 60_000;
// product.md E4.
const validFor: Record<Purpose, number> = {
	'first-password': 7 * 24 * 60 * minute,
	invitation: 7 * 24 * 60 * minute,
	recovery: 60 * minute,
	'address-change': 60 * minute,
};

// Letters and digits that are not taken for each other; 32 of them, so that each carries five bits.
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const groups = 7;
const groupLength = 4;

type Making = {
	accountId: number;
	purpose: Purpose;
	details?: Record<string, string>;
	/** Stands beside the older ones instead of voiding them: a link that is shown as well as sent. */
	beside?: boolean;
};

/**
 * Makes a temporary credential, still without its secret, and answers its id. It voids the account's older ones, but for the
 * confirmation of an address, which voids only its like.
 */
export async function makeCredential(
	trx: Writing,
	{ accountId, purpose, details = {}, beside = false }: Making,
	now: Date,
): Promise<number> {
	const voided: Purpose[] | undefined = purpose === 'address-change' ? ['address-change'] : undefined;
	if (!beside) await voidCredentials(trx, accountId, now, voided);
	const made = await trx
		.insertInto('temporary_credential')
		.values({
			account_id: accountId,
			purpose,
			details: JSON.stringify(details),
			created_at: now,
			expires_at: new Date(now.getTime() + validFor[purpose]),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return made.id;
}

/** First passwords for accounts that are new, still without their secrets; at most a few thousand. Answers the id of each. */
export async function makeFirstCredentials(
	trx: Writing,
	accountIds: number[],
	now: Date,
): Promise<{ id: number; accountId: number }[]> {
	if (accountIds.length === 0) return [];
	const expires_at = new Date(now.getTime() + validFor['first-password']);
	return trx
		.insertInto('temporary_credential')
		.values(accountIds.map((id) => ({ account_id: id, purpose: 'first-password', created_at: now, expires_at })))
		.returning(['id', 'account_id as accountId'])
		.execute();
}

/** Voids what the account has not used yet, of the purposes named or of any. */
export async function voidCredentials(trx: Writing, accountId: number, now: Date, purposes?: Purpose[]): Promise<void> {
	await trx
		.updateTable('temporary_credential')
		.set({ voided_at: now })
		.where('account_id', '=', accountId)
		.where('used_at', 'is', null)
		.where('voided_at', 'is', null)
		.$if(purposes !== undefined, (query) => query.where('purpose', 'in', purposes ?? []))
		.execute();
}

/**
 * Gives the credential a secret of 140 random bits, for the letter that is being written: only its hash is stored, and the
 * one of an earlier attempt opens nothing any more. Null when its time has passed, or it was used or voided.
 */
export async function makeSecret(db: Reading, credentialId: number, now: Date): Promise<string | null> {
	const letters = [...randomBytes(groups * groupLength)].map((byte) => alphabet[byte % alphabet.length]).join('');
	const { numUpdatedRows } = await db
		.updateTable('temporary_credential')
		.set({ secret_hash: hashed(letters) })
		.where('id', '=', credentialId)
		.where('expires_at', '>', now)
		.where('used_at', 'is', null)
		.where('voided_at', 'is', null)
		.executeTakeFirstOrThrow();
	return numUpdatedRows > 0n ? (letters.match(/.{4}/g) ?? []).join('-') : null;
}

/**
 * Uses a credential, once; two who come with the same one at the same moment do not both get in.
 * @throws Refusal `link-not-valid`: unknown, used, too old, void, for something else, or of a disabled account
 */
export async function useCredential(
	trx: Reading,
	secret: unknown,
	purposes: Purpose[],
	now: Date,
): Promise<Credential> {
	const hash = secretHash(secret);
	if (!hash) throw new Refusal('link-not-valid');
	const used = await trx
		.updateTable('temporary_credential')
		.set({ used_at: now })
		.where('id', 'in', valid(trx, hash, now).select('k.id'))
		.where('purpose', '=', sql<string>`any(${purposes})`)
		// Asked again of the row itself: another may have used it while this one waited for its lock.
		.where('used_at', 'is', null)
		.where('voided_at', 'is', null)
		.returning(['account_id as accountId', 'purpose', 'details'])
		.executeTakeFirst();
	if (!used) throw new Refusal('link-not-valid');
	return used as Credential;
}

/** The same without using it: a link in a letter is also opened by programs that look for malice. */
export async function peekCredential(db: Reading, secret: unknown, now: Date): Promise<Credential | null> {
	const hash = secretHash(secret);
	if (!hash) return null;
	const found = await valid(db, hash, now)
		.select(['k.account_id as accountId', 'k.purpose', 'k.details'])
		.executeTakeFirst();
	return (found as Credential | undefined) ?? null;
}

function valid(db: Reading, hash: Buffer, now: Date) {
	return db
		.selectFrom('temporary_credential as k')
		.innerJoin('account as a', 'a.id', 'k.account_id')
		.where('k.secret_hash', '=', hash)
		.where('k.expires_at', '>', now)
		.where('k.used_at', 'is', null)
		.where('k.voided_at', 'is', null)
		.where('a.disabled_at', 'is', null);
}

/** The hash under which a secret is stored, or null for what cannot be one. Dashes, spaces and small letters do not count. */
export function secretHash(secret: unknown): Buffer | null {
	// Letters of other alphabets have to fall out before capitals are made of small ones: some become one of ours.
	if (typeof secret !== 'string' || secret.length > 100 || !/^[\w -]+$/.test(secret)) return null;
	const letters = secret.replace(/[ -]/g, '').toUpperCase();
	return isSecret.test(letters) ? hashed(letters) : null;
}

const isSecret = new RegExp(`^[${alphabet}]{${groups * groupLength}}$`);

/** Removes credentials whose time passed a month ago. */
export async function forgetOldCredentials(db: Reading): Promise<void> {
	await db
		.deleteFrom('temporary_credential')
		.where('expires_at', '<', sql<Date>`now() - interval '30 days'`)
		.execute();
}

function hashed(letters: string): Buffer {
	return createHash('sha256').update(letters).digest();
}
