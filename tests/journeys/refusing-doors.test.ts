import { describe, expect } from 'vitest';
import { mainOf, openTicket, password, test, units } from '../demonstration.ts';
import { send } from '../wire.ts';

describe('a request that our pages did not send', () => {
	test('from a foreign origin is refused, whatever the method, with or without a body', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		const origins = [
			'https://evil.example',
			'null',
			`${stage.portal.origin}.evil.example`,
			'http://localhost',
			'file://',
		];
		for (const origin of origins)
			for (const [method, path] of changes(number)) {
				const answer = await customer.request(path, { method, headers: { origin } });
				expect(`${origin} ${method} ${path} ${answer.status}`).toBe(`${origin} ${method} ${path} 403`);
			}
		expect((await customer.get(`/tickets/${number}`)).text).toContain('data-status="new"');
	});

	test('that names neither its origin nor its site is refused; from the same site it passes', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		const cookie = [...customer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const close = (headers: Record<string, string>) =>
			send(stage.portal.origin, `/tickets/${number}?/close`, {
				method: 'POST',
				headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
				body: 'solution=',
			});
		expect((await close({})).status).toBe(403);
		for (const site of ['cross-site', 'same-site', 'none'])
			expect((await close({ 'sec-fetch-site': site })).status).toBe(403);
		expect((await close({ 'sec-fetch-site': 'same-origin' })).status).toBe(303);
	});

	test('to another name than ours gets 421, and no word of the portal’s pages', async ({ stage }) => {
		for (const host of [
			'evil.example',
			'localhost',
			'localhost:1',
			`${new URL(stage.portal.origin).host}.evil.example`,
		]) {
			const answer = await send(stage.portal.origin, '/login', { headers: { host } });
			expect(`${host} ${answer.status}`).toMatch(/ 421$/);
			expect(answer.text).not.toContain('<html');
		}
		const forwarded = await send(stage.portal.origin, '/login', { headers: { 'x-forwarded-host': 'evil.example' } });
		expect(forwarded.status).toBe(200);
		expect(forwarded.text).not.toContain('evil.example');
	});

	test('cannot log anybody out by a link', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		expect((await customer.get('/logout')).status).toBe(303);
		expect((await customer.get('/tickets')).status).toBe(200);
		const before = customer.clone();
		expect(await customer.post('/logout')).toMatchObject({ status: 303, location: '/login' });
		// The session itself has ended, not only this browser's cookie.
		expect((await before.get('/tickets')).status).toBe(303);
	});
});

describe('the login', () => {
	test('leads to pages of this portal alone', async ({ stage }) => {
		const elsewhere = [
			'//evil.example',
			'/\\evil.example',
			'https://evil.example',
			'https:evil.example',
			'javascript:alert(1)',
		];
		const disguised = [
			'/\t/evil.example',
			'\\\\evil.example',
			' //evil.example',
			'/\r\nlocation: //evil.example',
			'%2f%2fevil',
		];
		for (const to of [...elsewhere, ...disguised]) {
			const visitor = stage.visitor();
			const path = `/login?to=${encodeURIComponent(to)}`;
			const entered = await visitor.post(path, { code: 'C5001', password });
			expect(`${to} ${entered.status} ${entered.location}`).toBe(`${to} 303 /tickets`);
			expect((await visitor.get(path)).location).toBe('/tickets');
		}
		expect((await stage.visitor().post('/login?to=/new', { code: 'C5001', password })).location).toBe('/new');
	});

	test('says the same for an unknown code and a wrong password', async ({ stage }) => {
		const attempts = [
			{ code: 'C5001', password: 'wrong' },
			{ code: 'C9999', password },
			{ code: 'C9999', password: 'wrong' },
			{ code: 'technician@serialdesk.test', password },
			{ code: 'C5001', password: '' },
			{ code: "C5001' or '1'='1", password },
			{ code: 'C5001\0', password },
			{ code: 'C5001', password: 'x'.repeat(2000) },
		];
		const answers = await Promise.all(attempts.map((attempt) => stage.visitor().post('/login', attempt)));
		expect(answers.map(({ status }) => status)).toEqual(attempts.map(() => 400));
		expect(new Set(answers.map(({ text }) => mainOf(text))).size).toBe(1);
		for (const { headers } of answers) expect(headers.getSetCookie()).toEqual([]);
	});

	test('has two doors: a customer does not enter at the desk', async ({ stage }) => {
		expect((await stage.visitor().post('/desk/login', { email: 'C5001', password })).status).toBe(400);
		expect(
			(await stage.visitor().post('/desk/login', { email: 'technician@serialdesk.test', password })).status,
		).toBe(303);
	});

	test('stops after ten wrong passwords, says for how long, and lets nobody else wait', async ({ stage }) => {
		const attempt = (code: string, secret: string) => stage.visitor().post('/login', { code, password: secret });
		for (let count = 0; count < 10; count++) expect((await attempt('C6001', `guess ${count}`)).status).toBe(400);
		const stopped = await attempt('c6001 ', password);
		expect(stopped.status).toBe(429);
		expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
		expect(stopped.text).toContain('Too many attempts. Try again in 15 minutes.');
		expect((await attempt('C5001', password)).status).toBe(303);
	});

	test('gives a new session each time and ends the one before', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const before = customer.clone();
		await customer.login('C5001', password);
		expect(customer.cookies.get('serialdesk')).not.toBe(before.cookies.get('serialdesk'));
		expect((await before.get('/tickets')).status).toBe(303);
		const cookie = (await stage.visitor().post('/login', { code: 'C5001', password })).headers.getSetCookie().join();
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Lax/i);
	});
});

describe('every answer', () => {
	test('carries the headers that keep a browser safe, refusals and assets as well', async ({ stage }) => {
		const login = (await stage.visitor().get('/login')).text;
		const asset = /\/_app\/immutable\/[^"]+\.css/.exec(login)?.[0] ?? '/_app/missing';
		const paths = ['/login', '/no-such-page', '/tickets', asset, '/_app/version.json', '/_app/immutable/missing.js'];
		for (const path of paths) {
			const { headers } = await send(stage.portal.origin, path);
			expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff']);
			expect(headers['x-powered-by']).toBeUndefined();
		}
		const refused = await send(stage.portal.origin, '/login', { headers: { host: 'evil.example' } });
		for (const name of [
			'x-content-type-options',
			'content-security-policy',
			'referrer-policy',
			'cross-origin-opener-policy',
		])
			expect(Object.keys(refused.headers)).toContain(name);
	});

	test('with a script of its own allows it by a nonce or hash, never all of them', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		for (const path of ['/login', '/tickets', units.english, '/no-such-page']) {
			const { text, headers } = await customer.get(path);
			const policy = headers.get('content-security-policy') ?? '';
			expect(/script-src [^;]*/.exec(policy)?.[0] ?? '').not.toMatch(/unsafe|\*|https?:/);
			const inline = [...text.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map(([, attributes]) => attributes ?? '');
			for (const attributes of inline) expect(attributes).toMatch(/nonce=|type="application\/json"/);
		}
	});
});

function changes(number: number): [string, string][] {
	const missing = '00000000-0000-4000-8000-000000000000';
	return [
		['POST', '/logout'],
		['POST', `/tickets/${number}?/close`],
		['POST', '/login'],
		['POST', '/drafts'],
		['POST', '/language'],
		['POST', '/uploads/other'],
		['DELETE', `/uploads/other/${missing}`],
		['PUT', `/tickets/${number}`],
		['PATCH', `/tickets/${number}`],
	];
}
