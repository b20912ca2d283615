import type { Writing } from '../database/connection.ts';
import { makeCredential, makeFirstCredentials, type Purpose } from '../identity/credentials.ts';
import { post, postAll, type Posting } from './posting.ts';

/** A letter that tells the owner what became of his access. Nobody can switch these off. */
export type AccessNotice = 'password-changed' | 'address-changed' | 'factor-changed' | 'login-blocked';

/**
 * Makes a temporary credential and posts the letter of the same name. Its secret is made when the letter is written: the
 * outbox holds none, and one whose time has passed is never sent. `details` of an address change: `email`, where it goes.
 */
export async function sendCredential(
	trx: Writing,
	accountId: number,
	purpose: Purpose,
	now: Date,
	details: Record<string, string> = {},
): Promise<void> {
	const credentialId = await makeCredential(trx, { accountId, purpose, details }, now);
	await post(trx, credentialLetter(accountId, purpose, credentialId));
}

/** The first passwords of many new accounts at once, at most a few thousand. */
export async function sendFirstPasswords(trx: Writing, accountIds: number[], now: Date): Promise<void> {
	const made = await makeFirstCredentials(trx, accountIds, now);
	await postAll(
		trx,
		made.map(({ id, accountId }) => credentialLetter(accountId, 'first-password', id)),
	);
}

function credentialLetter(accountId: number, purpose: Purpose, credentialId: number): Posting {
	return { accountId, letter: purpose, eventKey: `credential-${credentialId}`, details: { credentialId } };
}

/** Posts a notice to the bound address; of a changed address, to the old one, which is `details.to`. The same event is told once. */
export async function tellAccount(
	trx: Writing,
	accountId: number,
	letter: AccessNotice,
	eventKey: string,
	details: Record<string, string> = {},
): Promise<void> {
	await post(trx, { accountId, letter, eventKey, details });
}
