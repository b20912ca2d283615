import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Account } from './account.ts';
import { confirmPassword } from './authenticating.ts';
import { clear, spendTry } from './counting.ts';
import { isAppCode } from './factor.ts';
import { checkPasskey, usePasskey } from './passkey-checking.ts';
import { useRecoveryCode } from './recovery-code-making.ts';
import { useAppCode } from './totp-checking.ts';

type Session = Pick<Account, 'id' | 'sessionId'>;

/** What a person shows as the second factor: what was typed, or what his browser signed. */
export type Answer = { typed: string } | { signed: unknown };

const triesPerSession = 5;
const triesPerAccount = 10;
const freshMinutes = 15;

/** `right`; `wrong`, try again; `last`: wrong, and this session has had its tries and must end. */
export type Verdict = 'right' | 'wrong' | 'last';

/**
 * Looks at a second factor at login. Every code opens once. Tries are limited per session and per account; a browser that the
 * account knows counts by itself, so that a stranger with the password cannot keep the owner out.
 * @throws Refusal `too-many-attempts` with `retryAfter`
 */
export async function judgeFactor(
	db: Reading,
	session: Session,
	answer: Answer,
	{ isKnownDevice, now }: { isKnownDevice: boolean; now: Date },
): Promise<Verdict> {
	const keys = {
		session: `factor-session:${session.sessionId}`,
		account: `factor:${session.id}${isKnownDevice ? ':known' : ''}`,
	};
	await spendTry(db, keys.account, triesPerAccount);
	const tries = await spendTry(db, keys.session, triesPerSession);
	if (await isRight(db, session, answer, now)) {
		await clear(db, Object.values(keys));
		return 'right';
	}
	return tries < triesPerSession ? 'wrong' : 'last';
}

async function isRight(db: Reading, session: Session, answer: Answer, now: Date): Promise<boolean> {
	if ('typed' in answer) return isRightCode(db, session.id, answer.typed, now);
	try {
		return await usePasskey(db, await checkPasskey(db, session, answer.signed), now);
	} catch (error) {
		if (error instanceof Refusal && error.code === 'factor-wrong') return false;
		throw error;
	}
}

function isRightCode(db: Reading, accountId: number, typed: string, now: Date): Promise<boolean> {
	return isAppCode(typed) ? useAppCode(db, accountId, typed, now) : useRecoveryCode(db, accountId, typed, now);
}

type Owner = Session & { typed: string; address: string };

/**
 * Asks once more who sits there, before anything of the account's safety is changed: by its password or by a code. An account
 * that has neither (it logs in at another service) must have logged in a moment ago.
 * @throws Refusal `password-wrong`, `too-many-attempts` (with `retryAfter`), `too-busy`
 */
export async function proveOwner(db: Reading, { id, sessionId, typed, address }: Owner, now: Date): Promise<void> {
	if (isAppCode(typed)) await spendTry(db, `proof:${sessionId}`, triesPerAccount);
	if (typed && (await isRightCode(db, id, typed, now))) return;
	if (await hasJustEntered(db, { id, sessionId }, now)) return;
	await confirmPassword(db, { accountId: id, sessionId, password: typed, address });
}

/** Of an account with nothing to prove itself by: whether this session is younger than a quarter of an hour. */
async function hasJustEntered(db: Reading, { id, sessionId }: Session, now: Date): Promise<boolean> {
	const entered = await db
		.selectFrom('session as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select('s.id')
		.where('s.id', '=', sessionId)
		.where('a.id', '=', id)
		.where('a.password_hash', 'is', null)
		.where('s.created_at', '>', new Date(now.getTime() - freshMinutes * 60_000))
		.where(sql<boolean>`not exists (select from authenticator where account_id = a.id and confirmed_at is not null)`)
		.executeTakeFirst();
	return entered !== undefined;
}
