import type { WebAuthnCredential } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Account } from './account.ts';
import { mostFactors, type FactorKind } from './factor.ts';
import { accountSubject } from './account-finding.ts';
import { findFactors } from './factor-finding.ts';
import { makeRecoveryCodes } from './recovery-code-making.ts';
import { advanceSession, endSessions, holdSession } from './sessions.ts';
import { newSecret, stepOf } from './totp-checking.ts';

type Enrolling = Pick<Account, 'id' | 'sessionId' | 'step'>;

/** A factor that counts from now on. */
export type Enrolled = {
	id: string;
	/** Ten recovery codes to be shown once, when none were left. */
	codes: string[] | null;
	/** The session's new token, when this was its last step. */
	token: string | null;
};

const confirmWithinMinutes = 30;

/** Begins an authenticator app: it counts when its first code is right. One begun before and not confirmed is forgotten. */
export async function beginApp(trx: Writing, accountId: number, name: string): Promise<{ id: string; secret: string }> {
	await refuseWhenFull(trx, accountId);
	await trx
		.deleteFrom('authenticator')
		.where('account_id', '=', accountId)
		.where('confirmed_at', 'is', null)
		.execute();
	const secret = newSecret();
	const { id } = await trx
		.insertInto('authenticator')
		.values({ account_id: accountId, kind: 'totp', name, secret })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { id, secret };
}

/** The secret of an app that waits for its first code. @throws Refusal `not-found` */
export async function findBegunApp(db: Reading, accountId: number, id: string): Promise<string> {
	const app = await db
		.selectFrom('authenticator')
		.select('secret')
		.where('id', '=', id)
		.where('account_id', '=', accountId)
		.where('confirmed_at', 'is', null)
		.where('created_at', '>', sql<Date>`now() - make_interval(mins => ${sql.lit(confirmWithinMinutes)})`)
		.executeTakeFirst();
	if (!app?.secret) throw new Refusal('not-found');
	return app.secret;
}

/** Confirms an authenticator app by its first code, which opens nothing else. @throws Refusal `not-found`, `factor-wrong` */
export async function confirmApp(
	trx: Writing,
	account: Enrolling,
	{ id, code }: { id: string; code: string },
	by: By,
	now: Date,
): Promise<Enrolled> {
	const step = stepOf(await findBegunApp(trx, account.id, id), code, now);
	if (step === null) throw new Refusal('factor-wrong');
	const { numUpdatedRows } = await trx
		.updateTable('authenticator')
		.set({ confirmed_at: now, last_step: step })
		.where('id', '=', id)
		.where('confirmed_at', 'is', null)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw new Refusal('changed-meanwhile');
	return finish(trx, account, { id, kind: 'totp' }, by, now);
}

type NewPasskey = { credential: WebAuthnCredential; name: string };

/** Adds a passkey that a browser has just made. */
export async function addPasskey(
	trx: Writing,
	account: Enrolling,
	{ credential, name }: NewPasskey,
	by: By,
	now: Date,
): Promise<Enrolled> {
	await refuseWhenFull(trx, account.id);
	const added = await trx
		.insertInto('authenticator')
		.values({
			account_id: account.id,
			kind: 'passkey',
			name,
			credential_id: credential.id,
			public_key: Buffer.from(credential.publicKey),
			counter: credential.counter,
			transports: credential.transports ?? [],
			confirmed_at: now,
		})
		.onConflict((conflict) => conflict.column('credential_id').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!added) throw new Refusal('changed-meanwhile');
	return finish(trx, account, { id: added.id, kind: 'passkey' }, by, now);
}

/** The other sessions end; the first factor brings recovery codes; a session that waited for it is open. */
async function finish(
	trx: Writing,
	account: Enrolling,
	{ id, kind }: { id: string; kind: FactorKind },
	by: By,
	now: Date,
): Promise<Enrolled> {
	await endSessions(trx, account.id, account.sessionId);
	const token = account.step === 'enrol-factor' ? await advance(trx, account, now) : null;
	const { codesLeft } = await findFactors(trx, account.id);
	const subject = await accountSubject(trx, account.id);
	const codes = codesLeft === 0 ? await makeRecoveryCodes(trx, account.id, by) : null;
	await record(trx, by, { action: 'factor-added', subject, after: { kind } });
	return { id, codes, token };
}

/** Somebody may have ended the session meanwhile, from another one. */
async function advance(trx: Writing, { sessionId }: Enrolling, now: Date): Promise<string> {
	if (!(await holdSession(trx, sessionId))) throw new Refusal('changed-meanwhile');
	return advanceSession(trx, sessionId, 'open', now);
}

/** The account's row is the lock: two browsers that add or remove at once come one after the other. */
async function refuseWhenFull(trx: Writing, accountId: number): Promise<void> {
	await trx.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
	const { factors } = await findFactors(trx, accountId);
	if (factors.length >= mostFactors) throw new Refusal('not-allowed');
}
