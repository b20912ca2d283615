import * as openid from 'openid-client';
import { isEmailAddress } from '../mail/address.ts';
import { log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { configurationOf, type Client } from './discovering.ts';
import { maySpeakTo } from './provider.ts';

/** A login under way at a service: what only this portal knows of it. */
export type UnderWay = { verifier: string; nonce: string };

/** Who somebody is at a login service. The address only when the service vouches for it. */
export type Identity = { subject: string; email: string | null };

/**
 * The address at which the login service asks a person who he is: authorization code flow with PKCE (RFC 7636), state and nonce
 * (OpenID Connect Core 1.0, 3.1).
 * @throws Refusal `provider-failed`
 */
export async function addressOfLogin(
	client: Client,
	{ verifier, nonce, state, redirectUri }: UnderWay & { state: string; redirectUri: string },
): Promise<string> {
	return orFail(client, async () => {
		const address = openid.buildAuthorizationUrl(await configurationOf(client), {
			redirect_uri: redirectUri,
			scope: 'openid email',
			code_challenge: await openid.calculatePKCECodeChallenge(verifier),
			code_challenge_method: 'S256',
			state,
			nonce,
		});
		if (!maySpeakTo(address, new URL(client.issuer)))
			throw new Error(`an address that is not safe: ${address.origin}`);
		return address.href;
	});
}

/**
 * Redeems what the browser brought back from the login service. Code, issuer, signature, audience, age and nonce are checked.
 * @throws Refusal `provider-failed`
 */
export async function identityOf(
	client: Client,
	{ verifier, nonce, state, broughtBack }: UnderWay & { state: string; broughtBack: URL },
): Promise<Identity> {
	return orFail(client, async () => {
		const configuration = await configurationOf(client);
		const tokens = await openid.authorizationCodeGrant(configuration, broughtBack, {
			pkceCodeVerifier: verifier,
			expectedState: state,
			expectedNonce: nonce,
			idTokenExpected: true,
		});
		const claims = tokens.claims();
		if (!claims || !isSubject(claims.sub)) throw new Error('no usable subject');
		const named =
			'email' in claims ? claims : await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub);
		return { subject: claims.sub, email: vouchedFor(named) };
	});
}

function vouchedFor(claims: Record<string, unknown>): string | null {
	const { email, email_verified: verified } = claims;
	return verified === true && typeof email === 'string' && isEmailAddress(email) ? email : null;
}

// OpenID Connect Core 1.0, 2: at most 255 characters of ASCII.
function isSubject(subject: string): boolean {
	return /^[\x20-\x7e]{1,255}$/.test(subject);
}

/** Whatever goes wrong over there is one thing to the person at the door, and a line in the log for who has to mend it. */
async function orFail<T>({ issuer }: Client, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const { cause } = error as { cause?: unknown };
		log().warn({ issuer, err: error, cause: saidOver(cause) }, 'a login service did not confirm a login');
		throw new Refusal('provider-failed');
	}
}

// Only what names the fault: a cause may hold the whole answer, tokens included.
function saidOver(cause: unknown): string | undefined {
	if (cause instanceof URLSearchParams) return cause.get('error') ?? undefined;
	if (cause instanceof Error) return cause.message;
	const { error } = (cause ?? {}) as { error?: unknown };
	return typeof error === 'string' ? error : undefined;
}
