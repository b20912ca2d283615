import { json } from '@sveltejs/kit';
import { database } from '../../../../database/connection.ts';
import { offerPasskeyLogin } from '../../../../identity/passkey-checking.ts';
import { Refusal } from '../../../../refusal.ts';
import type { RequestHandler } from './$types';

/** What a browser needs to sign with one of the account's passkeys, for whoever has given his password. */
export const POST: RequestHandler = async ({ locals }) => {
	const { account } = locals;
	if (account?.step !== 'second-factor') throw new Refusal('not-found');
	return json(await offerPasskeyLogin(database(), account));
};
