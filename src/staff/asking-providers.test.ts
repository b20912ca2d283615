import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLoginService, type LoginService } from '../../tests/login-service.ts';
import { addressOfLogin, identityOf } from './asking-providers.ts';
import { configurationOf, inspectProvider } from './discovering.ts';
import { issuerAddress } from './provider.ts';
import { newLogin } from './recognising.ts';

const redirectUri = 'http://localhost:3000/desk/login/with/1/back';
let service: LoginService;

beforeAll(async () => {
	service = await openLoginService();
	service.allow(redirectUri);
	return () => service.close();
});

const clientOf = ({ issuer, client }: LoginService) => ({ issuer, ...client });

/** Logs in at the service; `disturb` changes the address on its way there, `bringBack` what comes back. */
async function logIn(disturb = (address: URL) => address, bringBack = (back: URL) => back) {
	const login = newLogin();
	const address = await addressOfLogin(clientOf(service), { ...login, redirectUri });
	const back = new URL(await service.logIn(disturb(new URL(address)).href));
	return identityOf(clientOf(service), { ...login, broughtBack: bringBack(back) });
}

function changing(name: string, value: string) {
	return (address: URL) => {
		address.searchParams.set(name, value);
		return address;
	};
}

describe('a login at a service', () => {
	test('tells who it is, and the address when the service vouches for it', async () => {
		service.person = { sub: 'tecla-7', email: 'tecla@maker.example', email_verified: true };
		expect(await logIn()).toEqual({ subject: 'tecla-7', email: 'tecla@maker.example' });
	});

	for (const [what, claims] of Object.entries({
		'is not verified': { email: 'tecla@maker.example', email_verified: false },
		'is said neither to be verified nor not': { email: 'tecla@maker.example' },
		'is no address': { email: 'tecla@maker.example, ada@maker.example', email_verified: true },
		'is missing': {},
	}))
		test(`gives no address that ${what}`, async () => {
			service.person = { sub: 'tecla-7', ...claims };
			expect(await logIn()).toEqual({ subject: 'tecla-7', email: null });
		});

	test('fails with another nonce, state, code or proof than ours', async () => {
		await expect(logIn(changing('nonce', 'another'))).rejects.toThrow('provider-failed');
		await expect(logIn(changing('code_challenge', 'A'.repeat(43)))).rejects.toThrow('provider-failed');
		await expect(logIn(undefined, changing('state', 'another'))).rejects.toThrow('provider-failed');
		await expect(logIn(undefined, changing('code', 'another'))).rejects.toThrow('provider-failed');
		await expect(logIn(undefined, changing('iss', 'https://evil.example'))).rejects.toThrow('provider-failed');
	});

	test('fails with a changed ID token: content, signature, no signature', async () => {
		const parts = (token: string) => token.split('.') as [string, string, string];
		const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
		const tampers = [
			(token: string) => {
				const [head, body, signature] = parts(token);
				return [head, encoded({ ...decoded(body), sub: 'ada-1' }), signature].join('.');
			},
			(token: string) => {
				const [head, body, signature] = parts(token);
				return [head, body, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.');
			},
			(token: string) => [encoded({ alg: 'none' }), parts(token)[1], ''].join('.'),
		];
		for (const tamper of tampers) {
			service.tamper = tamper;
			await expect(logIn()).rejects.toThrow('provider-failed');
		}
		service.tamper = undefined;
		service.person = { sub: 'tecla-7' };
		await logIn();
	});

	test('fails with a code that was redeemed already', async () => {
		const login = newLogin();
		const address = await addressOfLogin(clientOf(service), { ...login, redirectUri });
		const broughtBack = new URL(await service.logIn(address));
		await identityOf(clientOf(service), { ...login, broughtBack });
		await expect(identityOf(clientOf(service), { ...login, broughtBack })).rejects.toThrow('provider-failed');
	});

	test('asks the service for its configuration once for many who begin at once', async () => {
		const fresh = { ...clientOf(service), clientId: 'another' };
		const before = service.asked;
		await Promise.all(Array.from({ length: 50 }, () => configurationOf(fresh)));
		expect(service.asked - before).toBe(1);
	});
});

describe('a look at a service', () => {
	/** A server that answers every request with this body. */
	async function answering(status: number, body: (issuer: string) => string | Buffer) {
		const server = createServer((_, response) =>
			response.writeHead(status, { 'content-type': 'application/json' }).end(body(issuer)),
		);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		afterAll(() => void server.close());
		return issuer;
	}

	test('finds nothing wrong with a good one', async () => {
		expect(await inspectProvider(service.issuer)).toEqual({ good: true });
	});

	test('says that nobody answers, and does not wait for ever', async () => {
		const silent = createServer(() => {});
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const { port } = silent.address() as AddressInfo;
		const started = performance.now();
		const away = { good: false, problem: 'away', detail: `127.0.0.1:${port}` };
		expect(await inspectProvider(`http://127.0.0.1:${port}`)).toEqual(away);
		expect(performance.now() - started).toBeLessThan(7000);
		silent.closeAllConnections();
		silent.close();
		expect(await inspectProvider(`http://127.0.0.1:${port}`)).toEqual(away);
	});

	test('says that something else answers', async () => {
		for (const [status, body] of [
			[404, '{}'],
			[302, '{}'],
			[200, '<html>'],
			[200, '[]'],
		] as const)
			expect(await inspectProvider(await answering(status, () => body))).toMatchObject({
				problem: 'not-a-configuration',
			});
	});

	test('says what the service calls itself, what is missing, and what is not safe', async () => {
		const other = await answering(200, () => JSON.stringify({ issuer: 'https://login.example' }));
		expect(await inspectProvider(other)).toEqual({
			good: false,
			problem: 'other-issuer',
			detail: 'https://login.example',
		});
		const empty = await answering(200, (issuer) => JSON.stringify({ issuer }));
		expect(await inspectProvider(empty)).toEqual({
			good: false,
			problem: 'incomplete',
			detail: 'authorization_endpoint',
		});
		const plain = 'http://login.example/auth';
		const unsafe = await answering(200, (issuer) => JSON.stringify({ issuer, authorization_endpoint: plain }));
		expect(await inspectProvider(unsafe)).toEqual({ good: false, problem: 'unsafe', detail: plain });
	});

	test('reads no endless answer', async () => {
		const huge = await answering(200, () => Buffer.alloc(3 * 2 ** 20, ' '));
		expect(await inspectProvider(huge)).toMatchObject({ good: false, problem: 'away' });
	});

	test('a login leads to no address that is not safe', async () => {
		for (const address of ['javascript:alert(1)', 'http://login.example/auth', 'data:text/html,x']) {
			const issuer = await answering(200, (own) => JSON.stringify({ issuer: own, authorization_endpoint: address }));
			const client = { issuer, clientId: 'a', clientSecret: 'b' };
			await expect(addressOfLogin(client, { ...newLogin(), redirectUri })).rejects.toThrow('provider-failed');
		}
	});
});

test('an issuer is an address of https; of http on this machine alone', () => {
	expect(issuerAddress(' https://login.example/ ')).toBe('https://login.example');
	expect(issuerAddress('https://login.example/realms/maker')).toBe('https://login.example/realms/maker');
	expect(issuerAddress('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
	for (const text of [
		'',
		'login.example',
		'http://login.example',
		'http://localhost.evil.example',
		'http://127.0.0.1.evil.example',
		'https://user:word@login.example',
		'https://login.example/?x',
		'https://login.example/#x',
		'javascript:alert(1)',
		`https://login.example/${'x'.repeat(500)}`,
	])
		expect(issuerAddress(text)).toBeNull();
});
