import * as openid from 'openid-client';
import { maySpeakTo, type Finding } from './provider.ts';

/** What is needed to speak to a login service. */
export type Client = { issuer: string; clientId: string; clientSecret: string };

export const answerWithinSeconds = 5;
const largestAnswerBytes = 2 ** 20;
const rememberedMs = 5 * 60_000;

type Remembered = { configuration: Promise<openid.Configuration>; until: number };
const remembered = new Map<string, Remembered>();

/**
 * What a login service says of itself, asked at most every five minutes and by one request at a time: whoever presses the button a
 * thousand times does not make us ask a thousand times. What failed is asked again at once.
 */
export function configurationOf(client: Client): Promise<openid.Configuration> {
	const key = JSON.stringify([client.issuer, client.clientId, client.clientSecret]);
	const known = remembered.get(key);
	if (known && known.until > Date.now()) return known.configuration;
	if (remembered.size > 100) remembered.clear();
	const configuration = discover(client);
	remembered.set(key, { configuration, until: Date.now() + rememberedMs });
	configuration.catch(() => remembered.delete(key));
	return configuration;
}

/** Asks a login service for its configuration now, and says whether a login could work. Needs no client id: nobody is asked who he is. */
export async function inspectProvider(issuer: string): Promise<Finding> {
	try {
		const metadata = (await discover({ issuer, clientId: 'none', clientSecret: 'none' })).serverMetadata();
		for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
			const address = metadata[name];
			if (typeof address !== 'string' || !URL.canParse(address))
				return { good: false, problem: 'incomplete', detail: name };
			if (!maySpeakTo(new URL(address), new URL(issuer))) return { good: false, problem: 'unsafe', detail: address };
		}
		return { good: true };
	} catch (error) {
		return diagnosis(error, issuer);
	}
}

const notAConfiguration = new Set([
	'OAUTH_RESPONSE_IS_NOT_CONFORM',
	'OAUTH_RESPONSE_IS_NOT_JSON',
	'OAUTH_INVALID_RESPONSE',
	'OAUTH_PARSE_ERROR',
]);

function diagnosis(error: unknown, issuer: string): Finding {
	const { code = '', cause } = error as { code?: string; cause?: { body?: { issuer?: unknown } } };
	if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') {
		const named = cause?.body?.issuer;
		return { good: false, problem: 'other-issuer', detail: typeof named === 'string' ? named.slice(0, 200) : '' };
	}
	if (notAConfiguration.has(code)) {
		const detail = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
		return { good: false, problem: 'not-a-configuration', detail };
	}
	return { good: false, problem: 'away', detail: new URL(issuer).host };
}

async function discover({ issuer, clientId, clientSecret }: Client): Promise<openid.Configuration> {
	const address = new URL(issuer);
	const configuration = await openid.discovery(address, clientId, undefined, proofOfClient(clientSecret), {
		timeout: answerWithinSeconds,
		[openid.customFetch]: (url, options) => ask(url, options, address),
		// Allowed here so that a service on this machine can be tried; `ask` decides which addresses are.
		execute: [openid.allowInsecureRequests],
	});
	// The connection proves who answers; the signature proves it again, at the price of one more request.
	openid.enableNonRepudiationChecks(configuration);
	return configuration;
}

/** The secret travels in the header, which every server has to take (RFC 6749, 2.3.1); in the body only where one says that it takes it there alone. */
function proofOfClient(clientSecret: string): openid.ClientAuth {
	const inHeader = openid.ClientSecretBasic(clientSecret);
	const inBody = openid.ClientSecretPost(clientSecret);
	return (server, ...request) => {
		const ways = server.token_endpoint_auth_methods_supported ?? [];
		const isBodyAlone = ways.includes('client_secret_post') && !ways.includes('client_secret_basic');
		return (isBodyAlone ? inBody : inHeader)(server, ...request);
	};
}

/** One request to a login service: safe addresses, no redirects, an answer of a size that a login needs. The time limit comes with `options`. */
async function ask(url: string, options: openid.CustomFetchOptions, issuer: URL): Promise<Response> {
	if (!maySpeakTo(new URL(url), issuer)) throw new Error(`an address that is not safe: ${url}`);
	const response = await fetch(url, { ...options, body: options.body as BodyInit | undefined, redirect: 'manual' });
	const { status, statusText, headers } = response;
	const bytes = await readBounded(response, url);
	return new Response(bytes.length > 0 ? bytes : null, { status, statusText, headers });
}

async function readBounded(response: Response, url: string): Promise<Buffer<ArrayBuffer>> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of response.body ?? []) {
		size += piece.length;
		// Leaving the loop cancels the rest.
		if (size > largestAnswerBytes) throw new Error(`too large an answer from ${url}`);
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}
