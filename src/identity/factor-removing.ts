import { voidCredentials } from './credentials.ts';
import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Account } from './account.ts';
import { accountSubject } from './account-finding.ts';
import { findFactors } from './factor-finding.ts';
import { endSessions } from './sessions.ts';

/**
 * Removes one of the account's factors and ends its other sessions. Recovery codes go with the last one.
 * @throws Refusal `not-found`, `factor-needed` for the last one where one is required
 */
export async function removeFactor(
	trx: Writing,
	account: Pick<Account, 'id' | 'sessionId'>,
	factorId: string,
	by: By,
): Promise<void> {
	await lockAccount(trx, account.id);
	const { factors, required } = await findFactors(trx, account.id);
	const factor = factors.find(({ id }) => id === factorId);
	if (!factor) throw new Refusal('not-found');
	const isLast = factors.length === 1;
	if (isLast && required) throw new Refusal('factor-needed');
	await trx.deleteFrom('authenticator').where('id', '=', factor.id).execute();
	if (isLast) await trx.deleteFrom('recovery_code').where('account_id', '=', account.id).execute();
	await endSessions(trx, account.id, account.sessionId);
	const subject = await accountSubject(trx, account.id);
	await record(trx, by, { action: 'factor-removed', subject, before: { kind: factor.kind } });
}

/**
 * Takes from an account all that opens it: sessions, password, factors, known browsers, what was mailed. For who has left, and for
 * who lost his factor: with the password left, whoever knows it would be the one to set up the next factor.
 */
export async function closeWaysIn(trx: Writing, accountId: number, now: Date): Promise<void> {
	await lockAccount(trx, accountId);
	await endSessions(trx, accountId);
	await trx.updateTable('account').set({ password_hash: null }).where('id', '=', accountId).execute();
	await trx.deleteFrom('authenticator').where('account_id', '=', accountId).execute();
	await trx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
	await trx.deleteFrom('known_device').where('account_id', '=', accountId).execute();
	await voidCredentials(trx, accountId, now);
}

/**
 * Turns the duty of a second factor on or off for an account. Turned on for one that has none, its sessions open nothing but
 * the page where it is set up, from their next request on.
 */
export async function requireFactor(trx: Writing, accountId: number, required: boolean, by: By): Promise<void> {
	await lockAccount(trx, accountId);
	const { numUpdatedRows } = await trx
		.updateTable('account')
		.set({ second_factor_required: required })
		.where('id', '=', accountId)
		.where('second_factor_required', '<>', required)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) return;
	const { factors } = await findFactors(trx, accountId);
	if (required && factors.length === 0) await sendToEnrol(trx, accountId);
	const subject = await accountSubject(trx, accountId);
	const [before, after] = [{ secondFactorRequired: !required }, { secondFactorRequired: required }];
	await record(trx, by, { action: 'profile-changed', subject, before, after });
}

async function sendToEnrol(trx: Writing, accountId: number): Promise<void> {
	await trx
		.updateTable('session')
		.set({ step: 'enrol-factor' })
		.where('account_id', '=', accountId)
		.where('step', '=', 'open')
		.execute();
}

async function lockAccount(trx: Writing, accountId: number): Promise<void> {
	await sql`select from account where id = ${accountId} for update`.execute(trx);
}
