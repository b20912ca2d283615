import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from './account.ts';
import { networkOf } from './counting.ts';
import { passwordPurposes, secretHash, useCredential } from './credentials.ts';
import { deviceHash, knownForDays } from './devices.ts';
import { countFailure, forgetFailures, limitsOf, refuseWhenTooMany } from './limiting.ts';
import { passwordMatches } from './password.ts';

export type Credentials = {
	kind: 'customer' | 'staff';
	login: string;
	/** The account's password, or a temporary one from a letter. */
	password: string;
	address: string;
	/** The token of a browser that logged in before. */
	device?: string;
};

/** Whose password it was, and what his session has still to pass. */
export type Entry = { accountId: number; step: Exclude<Step, 'accept-terms'> };

/**
 * Logs in with a customer code or a staff e-mail address, in any case, and answers the account and its next step. A temporary
 * password opens the choice of a new one, whatever strangers tried meanwhile. Every failure has the same words and does the same
 * work: one lookup, one look at the counters, one hash, one count (safety.md, Identity).
 * @throws Refusal `login-failed`, `too-many-attempts`, `too-busy` (both with `retryAfter`)
 */
export async function authenticate(db: Reading, credentials: Credentials, now = new Date()): Promise<Entry> {
	const { kind, password, address, device } = credentials;
	const login = inSmallLetters(credentials);
	const { limiterKey, isKnown, temporaryId, ...account } = await lookUp(db, { ...credentials, login }, now);
	const tried = { kind, login, password, address, accountId: account.id, device: isKnown && device ? device : null };
	const limits = limitsOf(limiterKey, tried);
	if (temporaryId === null) await refuseWhenTooMany(db, limits);
	const isOwner = isKnown || temporaryId !== null;
	const turn = isOwner ? ({ known: true } as const) : ({ known: false, from: networkOf(address) } as const);
	const matches = await passwordMatches(account.passwordHash, password, turn);
	if (account.id !== null && temporaryId !== null) return enterForChoice(db, password, now);
	if (account.id === null || !matches) {
		await countFailure(db, limits, tried);
		throw new Refusal('login-failed');
	}
	await forgetFailures(db, limits);
	return { accountId: account.id, step: await stepAfterPassword(db, account.id) };
}

/** Codes are ASCII, and only ASCII is made small: elsewhere there are letters that become one of ours. */
function inSmallLetters({ kind, login }: Credentials): string {
	const trimmed = login.trim();
	return kind === 'staff' ? trimmed.toLowerCase() : trimmed.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

type Found = {
	limiterKey: Buffer;
	id: number | null;
	passwordHash: string | null;
	isKnown: boolean;
	temporaryId: number | null;
};

/** One row, whether or not there is such an account. */
function lookUp(db: Reading, { kind, login, password, device }: Credentials, now: Date): Promise<Found> {
	const since = new Date(now.getTime() - knownForDays * 86_400_000);
	return db
		.selectFrom('limiter_key as l')
		.leftJoin('account as a', (join) =>
			join.on('a.kind', '=', kind).on('a.login', '=', login).on('a.disabled_at', 'is', null),
		)
		.select(['l.key as limiterKey', 'a.id', 'a.password_hash as passwordHash'])
		.select([
			sql<boolean>`exists (
				select from known_device
				where account_id = a.id and device_hash = ${deviceHash(device ?? '')} and seen_at > ${since}
			)`.as('isKnown'),
			sql<number | null>`(
				select id from temporary_credential
				where account_id = a.id and secret_hash = ${secretHash(password)} and purpose = any(${passwordPurposes})
					and expires_at > ${now} and used_at is null and voided_at is null
			)`.as('temporaryId'),
		])
		.executeTakeFirstOrThrow();
}

async function enterForChoice(db: Reading, temporary: string, now: Date): Promise<Entry> {
	const { accountId } = await useCredential(db, temporary, passwordPurposes, now).catch((error: unknown) => {
		// Somebody else was faster by the same letter.
		if (error instanceof Refusal) throw new Refusal('login-failed');
		throw error;
	});
	return { accountId, step: 'choose-password' };
}

/** Whoever has a second factor is asked for it; staff, and accounts that require one, set it up first. Demonstration accounts are exempt. */
export async function stepAfterPassword(
	db: Reading,
	accountId: number,
): Promise<'open' | 'second-factor' | 'enrol-factor'> {
	const account = await db
		.selectFrom('account as a')
		.select(['a.kind', 'a.second_factor_waived as isWaived', 'a.second_factor_required as isRequired'])
		.select(
			sql<boolean>`exists (
			select from authenticator where account_id = a.id and confirmed_at is not null
		)`.as('hasFactor'),
		)
		.where('a.id', '=', accountId)
		.executeTakeFirstOrThrow();
	if (account.hasFactor) return 'second-factor';
	return account.isRequired || (account.kind === 'staff' && !account.isWaived) ? 'enrol-factor' : 'open';
}

type Confirmation = { accountId: number; sessionId: string; password: string; address: string };

/**
 * Whether somebody who is logged in knows the password too. Wrong ones are counted like wrong logins, by his session: neither
 * can a stranger use up his tries, nor does an unlocked screen give endless ones.
 * @throws Refusal `password-wrong`, `too-many-attempts`, `too-busy`
 */
export async function confirmPassword(
	db: Reading,
	{ accountId, sessionId, password, address }: Confirmation,
): Promise<void> {
	const account = await db
		.selectFrom('account as a')
		.innerJoin('limiter_key as l', (join) => join.onTrue())
		.select(['a.kind', 'a.login', 'a.password_hash as passwordHash', 'l.key as limiterKey'])
		.where('a.id', '=', accountId)
		.executeTakeFirstOrThrow();
	const { kind, login, limiterKey } = account;
	const tried = { kind, login, password, address, accountId, device: `session:${sessionId}` };
	const limits = limitsOf(limiterKey, tried);
	await refuseWhenTooMany(db, limits);
	if (await passwordMatches(account.passwordHash, password)) return forgetFailures(db, limits);
	await countFailure(db, limits, tried);
	throw new Refusal('password-wrong');
}
