import { describe, expect } from 'vitest';
import { stampAt } from '../administering.ts';
import { test as base, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';
import { openLoginService } from '../login-service.ts';

const test = base.extend('service', { scope: 'file' }, async ({}, { onCleanup }) => {
	const service = await openLoginService();
	onCleanup(() => service.close());
	return service;
});

describe('a login through a service', () => {
	/** Adds the test's service, offered at the door; answers its id. */
	async function offer(stage: Demonstration, service: Awaited<ReturnType<typeof openLoginService>>) {
		const [known] = await stage.query<{ id: number }>('select id::int as id from identity_provider');
		if (known) return known.id;
		const admin = await stage.staff('admin');
		const add = { label: 'Company login', issuer: service.issuer };
		const added = await admin.post('/desk/admin/providers/add?/add', add);
		const id = Number(/(\d+)\?done=added$/.exec(added.location ?? '')?.[1]);
		const page = await admin.get(`/desk/admin/providers/${id}`);
		service.allow(/data-redirect-uri[^>]*>([^<]+)</.exec(page.text)?.[1] ?? '');
		const { clientId: client, clientSecret: secret } = service.client;
		const shown = await stampAt(admin, `/desk/admin/providers/${id}`);
		const change = { ...add, client, secret, enabled: 'on', factor: 'on', shown };
		expect((await admin.post(`/desk/admin/providers/${id}?/change`, change)).status).toBe(303);
		const changed = await admin.get(`/desk/admin/providers/${id}`);
		expect(changed.text).not.toContain(secret);
		expect(changed.text).toContain(client);
		const checked = await admin.post(`/desk/admin/providers/${id}?/check`);
		expect(checked.text).toMatch(/data-tone="success"/);
		return id;
	}

	/** Presses the button at the door and goes where the page leads. */
	async function begin(visitor: Visitor, id: number, to = ''): Promise<string> {
		const page = await visitor.post(`/desk/login/with/${id}?/start${to ? `&to=${encodeURIComponent(to)}` : ''}`);
		expect(page.status).toBe(200);
		const address = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.text)?.[1] ?? '';
		return address.replaceAll('&amp;', '&');
	}

	const below = (address: string) => new URL(address).pathname + new URL(address).search;
	const tecla = { sub: 'technician-1', email: 'Technician@serialdesk.test', email_verified: true };

	test('opens the desk for who is known there by a verified address', async ({ stage, service }) => {
		const id = await offer(stage, service);
		service.person = tecla;
		const visitor = stage.visitor();
		expect((await visitor.get('/desk/login')).text).toContain('Company login');
		const back = await service.logIn(await begin(visitor, id, '/desk/queue?show=mine'));
		const entered = await visitor.get(below(back));
		expect(entered).toMatchObject({ status: 303, location: '/desk/queue?show=mine' });
		expect((await visitor.get('/desk/queue')).status).toBe(200);
		// The same way back opens nothing again.
		expect((await visitor.get(below(back))).status).toBe(400);
		expect((await stage.visitor().get(below(back))).status).toBe(400);
	});

	test('sets a cookie that scripts do not read, for ten minutes', async ({ stage, service }) => {
		const id = await offer(stage, service);
		const answer = await stage.visitor().post(`/desk/login/with/${id}?/start`);
		const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('serialdesk-elsewhere='));
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Lax/i);
		expect(cookie).toMatch(/Max-Age=600/i);
	});

	test('opens nothing in another browser, with another state, or by a foreign page', async ({ stage, service }) => {
		const id = await offer(stage, service);
		service.person = tecla;
		const visitor = stage.visitor();
		const back = new URL(await service.logIn(await begin(visitor, id)));
		const stranger = stage.visitor();
		expect((await stranger.get(below(back.href))).status).toBe(400);
		await begin(stranger, id);
		expect((await stranger.get(below(back.href))).status).toBe(400);
		back.searchParams.set('state', 'another');
		expect((await visitor.get(below(back.href))).status).toBe(400);
		expect((await visitor.get('/desk/queue')).status).toBe(303);
		const foreign = await visitor.post(`/desk/login/with/${id}?/start`, {}, { origin: 'https://evil.example' });
		expect(foreign.status).toBe(403);
		expect(await visitor.get(`/desk/login/with/${id}`)).toMatchObject({ status: 303, location: '/desk/login' });
		expect((await visitor.get(`/desk/login/with/${id}/back`)).status).toBe(400);
		expect((await visitor.post('/desk/login/with/999?/start')).status).toBe(404);
		expect((await visitor.get(`/desk/login/with/${id}/back?error=access_denied&state=x`)).status).toBe(400);
	});

	test('is refused to strangers, unverified addresses, and who has left', async ({ stage, service }) => {
		const id = await offer(stage, service);
		await stage.query(`update account set disabled_at = now() where login = 'technician.es@serialdesk.test'`);
		const persons = [
			{ sub: 'stranger', email: 'stranger@maker.example', email_verified: true },
			{ sub: 'liar', email: 'admin@serialdesk.test', email_verified: false },
			{ sub: 'customer', email: 'c1001@workshop.example', email_verified: true },
			{ sub: 'left', email: 'technician.es@serialdesk.test', email_verified: true },
		];
		for (const person of persons) {
			service.person = person;
			const visitor = stage.visitor();
			const refused = await visitor.get(below(await service.logIn(await begin(visitor, id))));
			expect(`${person.sub} ${refused.status}`).toBe(`${person.sub} 403`);
			expect(refused.text).toContain('href="/desk/login"');
			expect((await visitor.get('/desk/queue')).status).toBe(303);
		}
	});

	test('asks for our second factor where the service asks for none', async ({ stage, service }) => {
		const id = await offer(stage, service);
		await stage.query('update identity_provider set asks_second_factor = false');
		await stage.query(`update account set second_factor_waived = false where login = 'technician@serialdesk.test'`);
		service.person = tecla;
		const visitor = stage.visitor();
		const entered = await visitor.get(below(await service.logIn(await begin(visitor, id))));
		expect(entered.location).toMatch(/^\/factors/);
		expect((await visitor.get('/desk/queue')).location).toMatch(/^\/factors/);
	});

	test('that is away leaves the login page and passwords as they are', async ({ stage, service }) => {
		const id = await offer(stage, service);
		await stage.query(`update identity_provider set issuer = 'http://127.0.0.1:9'`);
		const visitor = stage.visitor();
		const started = performance.now();
		expect((await visitor.get('/desk/login')).status).toBe(200);
		expect(performance.now() - started).toBeLessThan(1000);
		const refused = await visitor.post(`/desk/login/with/${id}?/start`);
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('href="/desk/login"');
		await stage.staff('admin');
		expect(stage.portal.log()).toContain('a login service did not confirm a login');
		expect(stage.portal.log()).not.toContain(service.client.clientSecret);
		await stage.query('update identity_provider set enabled = false');
		expect((await visitor.get('/desk/login')).text).not.toContain('Company login');
		expect((await visitor.post(`/desk/login/with/${id}?/start`)).status).toBe(404);
	});
});
