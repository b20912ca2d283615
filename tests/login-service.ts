import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { Visitor } from './http.ts';

/** What the service says of whoever logs in there. */
export type Person = { sub: string; email?: string; email_verified?: boolean };

export type LoginService = {
	issuer: string;
	client: { clientId: string; clientSecret: string };
	/** Who logs in next. */
	person: Person;
	/** Where it may send browsers back to. */
	allow(redirectUri: string): void;
	/** Changes the ID tokens that it hands out, as text. */
	tamper: ((idToken: string) => string) | undefined;
	/** A browser goes to `address` and logs in; answers where it is sent back to. */
	logIn(address: string): Promise<string>;
	/** How many requests it has had. */
	asked: number;
	close(): Promise<void>;
};

/** A real provider of OpenID Connect on this machine, in which everybody is who `person` says. */
export async function openLoginService(): Promise<LoginService> {
	let provider: Provider | undefined;
	const server = createServer((request, response) => {
		service.asked++;
		if (!provider) return void response.writeHead(503).end();
		if (service.tamper && request.url === '/token') changeToken(response, service.tamper);
		void answer(provider, request, response, service.person);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
	const service: LoginService = {
		issuer,
		client: { clientId: 'serialdesk', clientSecret: randomBytes(24).toString('base64url') },
		person: { sub: 'nobody' },
		tamper: undefined,
		asked: 0,
		allow: (redirectUri) => (provider = providerFor(service, redirectUri, key)),
		logIn: (address) => logIn(issuer, address),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return service;
}

function providerFor(service: LoginService, redirectUri: string, key: object): Provider {
	const { clientId, clientSecret } = service.client;
	return new Provider(service.issuer, {
		clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
		jwks: { keys: [{ ...key, kid: 'first', use: 'sig', alg: 'RS256' }] },
		cookies: { keys: ['a key for cookies of a test'] },
		claims: { openid: ['sub'], email: ['email', 'email_verified'] },
		features: { devInteractions: { enabled: false } },
		interactions: { url: () => '/interaction' },
		findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => service.person }),
		// Everybody has agreed already.
		loadExistingGrant: async (context: Agreeing) => {
			const { provider, client, session } = context.oidc;
			const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
			grant.addOIDCScope('openid email');
			await grant.save();
			return grant;
		},
	});
}

type Agreeing = { oidc: { provider: Provider; client: { clientId: string }; session: { accountId: string } } };

async function answer(provider: Provider, request: IncomingMessage, response: ServerResponse, person: Person) {
	if (request.url !== '/interaction') return provider.callback()(request, response);
	return provider.interactionFinished(request, response, { login: { accountId: person.sub } });
}

function changeToken(response: ServerResponse, tamper: (idToken: string) => string): void {
	const end = response.end.bind(response);
	response.end = ((body: Buffer | string) => {
		const tokens = JSON.parse(String(body)) as { id_token?: string };
		if (tokens.id_token) tokens.id_token = tamper(tokens.id_token);
		const changed = JSON.stringify(tokens);
		response.setHeader('content-length', Buffer.byteLength(changed));
		return end(changed);
	}) as typeof response.end;
}

async function logIn(issuer: string, address: string): Promise<string> {
	const browser = new Visitor(issuer);
	let at = address;
	for (let step = 0; step < 10; step++) {
		const { location, status, text } = await browser.get(at);
		if (!location) throw new Error(`${at} answered ${status}: ${text.slice(0, 300)}`);
		at = new URL(location, issuer).href;
		if (!at.startsWith(issuer)) return at;
	}
	throw new Error(`${address} leads round and round`);
}
