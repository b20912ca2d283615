import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
	type AuthenticationResponseJSON,
	type AuthenticatorTransport,
	type RegistrationResponseJSON,
	type WebAuthnCredential,
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import { config } from '../config.server.ts';
import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Account } from './account.ts';

type Session = Pick<Account, 'id' | 'sessionId'>;
type Purpose = 'register' | 'login';

/** Passkeys belong to the configured address: never to the name under which the portal was called. */
function site() {
	const { origin } = config();
	return { expectedOrigin: origin, expectedRPID: new URL(origin).hostname };
}

/** What the browser needs to make a passkey for this account; its challenge is good for one answer of this session. */
export async function offerRegistration(db: Reading, account: Account, brand: string) {
	const options = await generateRegistrationOptions({
		rpName: brand,
		rpID: site().expectedRPID,
		userName: account.code || account.name,
		userDisplayName: account.name,
		userID: new TextEncoder().encode(`account:${account.id}`),
		attestationType: 'none',
		authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
		excludeCredentials: await credentialsOf(db, account.id),
	});
	await keepChallenge(db, account, 'register', options.challenge);
	return options;
}

/** What the browser needs to answer with one of the account's passkeys. @throws Refusal `not-found` when it has none */
export async function offerPasskeyLogin(db: Reading, account: Session) {
	const allowCredentials = await credentialsOf(db, account.id);
	if (allowCredentials.length === 0) throw new Refusal('not-found');
	const options = await generateAuthenticationOptions({
		rpID: site().expectedRPID,
		userVerification: 'preferred',
		allowCredentials,
	});
	await keepChallenge(db, account, 'login', options.challenge);
	return options;
}

/** The passkey that the browser made. @throws Refusal `factor-wrong` for anything else than the answer to our challenge */
export async function checkRegistration(db: Reading, account: Session, response: unknown): Promise<WebAuthnCredential> {
	const expectedChallenge = await takeChallenge(db, account, 'register');
	const { registrationInfo } = await wrongUnless(() =>
		verifyRegistrationResponse({
			...site(),
			response: response as RegistrationResponseJSON,
			expectedChallenge,
			requireUserVerification: false,
		}),
	);
	if (!registrationInfo) throw new Refusal('factor-wrong');
	return registrationInfo.credential;
}

/** The right answer of one of the account's passkeys: its id and its new counter. @throws Refusal `factor-wrong` */
export async function checkPasskey(db: Reading, account: Session, response: unknown): Promise<PasskeyUse> {
	const expectedChallenge = await takeChallenge(db, account, 'login');
	const named = (response as { id?: unknown } | null)?.id;
	const passkey = await findPasskey(db, account.id, typeof named === 'string' ? named : '');
	if (!passkey) throw new Refusal('factor-wrong');
	const { verified, authenticationInfo } = await wrongUnless(() =>
		verifyAuthenticationResponse({
			...site(),
			response: response as AuthenticationResponseJSON,
			expectedChallenge,
			credential: passkey.credential,
			requireUserVerification: false,
		}),
	);
	if (!verified) throw new Refusal('factor-wrong');
	return { id: passkey.id, counter: authenticationInfo.newCounter };
}

export type PasskeyUse = { id: string; counter: number };

/** Keeps the counter of a passkey that answered; false when a copy of it answered meanwhile, or it was removed. */
export async function usePasskey(db: Reading, { id, counter }: PasskeyUse, now: Date): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('authenticator')
		.set({ counter, used_at: now })
		.where('id', '=', id)
		// Authenticators without a counter always say 0.
		.where(sql<boolean>`(counter < ${counter} or (counter = 0 and ${counter} = 0))`)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

async function credentialsOf(db: Reading, accountId: number) {
	const rows = await db
		.selectFrom('authenticator')
		.select(['credential_id as id', 'transports'])
		.where('account_id', '=', accountId)
		.where('kind', '=', 'passkey')
		.execute();
	return rows.map(({ id, transports }) => ({
		id: id ?? '',
		transports: transports as AuthenticatorTransport[],
	}));
}

async function findPasskey(db: Reading, accountId: number, credentialId: string) {
	const row = await db
		.selectFrom('authenticator')
		.select(['id', 'public_key as publicKey', 'counter'])
		.where('account_id', '=', accountId)
		.where('credential_id', '=', credentialId)
		.executeTakeFirst();
	if (!row?.publicKey) return null;
	const { id, publicKey, counter } = row;
	return { id, credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter } };
}

async function keepChallenge(db: Reading, { sessionId }: Session, purpose: Purpose, challenge: string): Promise<void> {
	await db
		.updateTable('session')
		.set({ challenge: `${purpose}:${challenge}` })
		.where('id', '=', sessionId)
		.execute();
}

/** The session's challenge, once: it is gone before its answer is looked at. */
async function takeChallenge(db: Reading, { sessionId }: Session, purpose: Purpose): Promise<string> {
	const { rows } = await sql<{ challenge: string | null }>`
		with kept as (select id, challenge from session where id = ${sessionId} for update)
		update session as s set challenge = null from kept where s.id = kept.id returning kept.challenge
	`.execute(db);
	const [kept, challenge] = (rows[0]?.challenge ?? '').split(':');
	if (kept !== purpose || !challenge) throw new Refusal('factor-wrong');
	return challenge;
}

/** The library throws at every answer that is not right, from a broken text to a wrong signature. */
async function wrongUnless<T>(check: () => Promise<T>): Promise<T> {
	try {
		return await check();
	} catch {
		throw new Refusal('factor-wrong');
	}
}
