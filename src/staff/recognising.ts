import { createHash, randomBytes } from 'node:crypto';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Identity, UnderWay } from './asking-providers.ts';
import type { Client } from './discovering.ts';

/** How long a person may take at the login service. */
export const loginMinutes = 10;

export type OfferedProvider = Client & { id: number; label: string; asksSecondFactor: boolean };

/** A login service that is offered. @throws Refusal `not-found`, the same for one that is switched off */
export async function findOffered(db: Reading, id: number): Promise<OfferedProvider> {
	const provider = await db
		.selectFrom('identity_provider')
		.select(['id', 'label', 'issuer', 'client_id as clientId', 'client_secret as clientSecret'])
		.select('asks_second_factor as asksSecondFactor')
		.where('id', '=', id)
		.where('enabled', '=', true)
		.executeTakeFirst();
	if (!provider) throw new Refusal('not-found');
	return provider;
}

/** What names a login under way: the state travels through the address, the browser's part stays in its cookie. */
export type LoginMark = { state: string; browser: string };

export function newLogin(): LoginMark & UnderWay {
	const random = () => randomBytes(32).toString('base64url');
	return { state: random(), browser: random(), verifier: random(), nonce: random() };
}

/** Notes a login under way; logins that nobody finished go. */
export async function rememberLogin(
	trx: Writing,
	providerId: number,
	{ verifier, nonce, wayBack, ...mark }: LoginMark & UnderWay & { wayBack: string },
	now: Date,
): Promise<void> {
	await trx.deleteFrom('provider_login').where('expires_at', '<', now).execute();
	await trx
		.insertInto('provider_login')
		.values({
			state_hash: markHash(mark),
			provider_id: providerId,
			verifier,
			nonce,
			way_back: wayBack,
			expires_at: new Date(now.getTime() + loginMinutes * 60_000),
		})
		.execute();
}

/**
 * Takes up the login that this browser began, once.
 * @throws Refusal `provider-failed`: another state or browser, another service, used, or too old
 */
export async function takeUpLogin(
	trx: Writing,
	providerId: number,
	mark: LoginMark,
	now: Date,
): Promise<UnderWay & { wayBack: string }> {
	const login = await trx
		.deleteFrom('provider_login')
		.where('state_hash', '=', markHash(mark))
		.where('provider_id', '=', providerId)
		.where('expires_at', '>', now)
		.returning(['verifier', 'nonce', 'way_back as wayBack'])
		.executeTakeFirst();
	if (!login) throw new Refusal('provider-failed');
	return login;
}

/**
 * Which of the staff this is: whom the service's name for him is linked to, else, at his first login there, whose address it is,
 * when the service vouches for it; from then on he is linked, because an address can be given to somebody else. Answers the account.
 * @throws Refusal `provider-unknown-person`: nobody, somebody who has left, or one who is linked to another person over there
 */
export async function recognise(trx: Writing, providerId: number, { subject, email }: Identity): Promise<number> {
	const linked = await present(trx)
		.innerJoin('provider_subject as p', 'p.account_id', 'a.id')
		.where('p.provider_id', '=', providerId)
		.where('p.subject', '=', subject)
		.executeTakeFirst();
	if (linked) return linked.id;
	const named = email && (await present(trx).where('a.login', '=', email.toLowerCase()).executeTakeFirst());
	if (!named) throw new Refusal('provider-unknown-person');
	const link = await trx
		.insertInto('provider_subject')
		.values({ provider_id: providerId, subject, account_id: named.id })
		.onConflict((conflict) => conflict.doNothing())
		.returning('account_id')
		.executeTakeFirst();
	if (!link) throw new Refusal('provider-unknown-person');
	return named.id;
}

// Locked against his leaving in this very moment.
function present(trx: Writing) {
	return trx
		.selectFrom('account as a')
		.select('a.id')
		.where('a.kind', '=', 'staff')
		.where('a.disabled_at', 'is', null)
		.forShare('a');
}

function markHash({ state, browser }: LoginMark): Buffer {
	return createHash('sha256').update(`${state}.${browser}`).digest();
}
