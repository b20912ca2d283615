import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { maker } from '../../installation/default.ts';
import { mainOf, test, units, until, type Demonstration } from '../demonstration.ts';

/** Turns the portal off for everybody but administrators, from this moment on and for half an hour. */
async function turnOff({ query }: Demonstration): Promise<void> {
	await query(`
		with away as (
			insert into closure (kind, starts_at, ends_at, portal_off, created_at)
			values ('maintenance', now(), now() + interval '30 minutes', true, now())
			returning id, ends_at
		), told as (
			insert into announcement (closure_id, audience, shown_from, shown_until, letters_at, published_at, changed_at)
			select id, 'nobody', now(), ends_at, now(), now(), now() from away
			returning id
		)
		insert into announcement_text (announcement_id, locale, title, body)
		select told.id, l.code, 'Moving ' || l.code, 'To new machines.' from told, unnest(array['en', 'it', 'fr', 'es', 'ru']) as l (code)
	`);
}

/** Who was logged in before the portal was turned off; it stays so until the last test turns it on. */
const off = test.extend('inside', { scope: 'file' }, async ({ stage }) => {
	const customer = await stage.customer('C1001');
	const technician = await stage.staff('technician');
	const administrator = await stage.staff('admin');
	await turnOff(stage);
	await until(async () => (await customer.get('/tickets')).status === 503, 'the portal is off');
	return { customer, technician, administrator };
});

describe('while the portal is off', () => {
	off(
		'customers, visitors and technicians get one page for everything, in their language, and are told when to come back',
		async ({ stage, inside: { customer, technician } }) => {
			for (const [who, paths] of [
				[
					stage.visitor(),
					['/', '/login', '/register', '/hours', '/terms', '/no-such-page', '/portal-off', '/desk/login2'],
				],
				[customer, ['/tickets', units.italian, '/profile', '/units', '/factors']],
				[technician, ['/desk/queue', '/desk/profile', '/desk/tickets/1001', '/desk/admin']],
			] as const)
				for (const path of paths) {
					const { status, headers, text } = await who.get(path);
					expect([path, status]).toEqual([path, 503]);
					const seconds = Number(headers.get('retry-after'));
					expect(seconds > 1700 && seconds <= 1800).toBe(true);
					expect(mainOf(text)).toMatch(/Moving (en|it) To new machines\./);
				}
			const { text } = await customer.get('/tickets');
			expect(mainOf(text)).toMatch(/Moving it.*Ritorno previsto.*\+39 000 555 0100/);
			expect(text).not.toContain('<script');
		},
	);

	off(
		'forms, files and data are refused too, in the words of whoever asked for them',
		async ({ stage, inside: { customer } }) => {
			const before = await stage.query(`select count(*) from ticket`);
			expect((await customer.postFiles(`${units.italian}?/open`, { subject: 'Now' }, [])).status).toBe(503);
			expect(await stage.query(`select count(*) from ticket`)).toEqual(before);
			const enhanced = { accept: 'application/json', 'x-sveltekit-action': 'true' };
			const action = await customer.post('/profile?/contact', {}, enhanced);
			expect(JSON.parse(action.text)).toMatchObject({ type: 'error', error: { code: 'portal-off' } });
			const file = await customer.get('/files/00000000-0000-4000-8000-000000000000', { accept: 'image/*' });
			expect([file.status, file.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
			const upload = await customer.post('/uploads/tool-log', {}, { accept: 'application/json' });
			expect(JSON.parse(upload.text)).toMatchObject({ code: 'portal-off' });
			// Where somebody writes on an open page, these words stand beside the button.
			const draft = await customer.post('/drafts', { place: 'ticket:1001' }, { accept: 'application/json' });
			expect(JSON.parse(draft.text)).toMatchObject({ message: expect.stringContaining('Moving it') });
			const api = await stage.visitor().get('/api/v1/tickets');
			expect(api.headers.get('content-type')).toBe('application/problem+json');
			expect(JSON.parse(api.text)).toMatchObject({ status: 503, title: 'Moving en' });
		},
	);

	off(
		'administrators work on, come in by the desk’s door, and see on every page that nobody else does',
		async ({ stage, inside: { administrator, technician } }) => {
			for (const path of ['/desk/queue', '/desk/admin', '/desk/profile', '/hours', '/announcements'])
				expect(await administrator.get(path)).toMatchObject({
					status: 200,
					text: expect.stringContaining('The portal is off for everybody but administrators'),
				});
			expect((await stage.visitor().get('/desk/login')).status).toBe(200);
			const late = await stage.staff('admin');
			expect((await late.get('/desk/queue')).status).toBe(200);
			// The door lets a technician in, and nothing behind it does.
			const other = await stage.staff('technician');
			expect((await other.get('/desk/queue')).status).toBe(503);
			expect((await technician.post('/logout')).location).toBe('/desk/login');
		},
	);

	off('the announcements and the probes of the machinery stay open', async ({ stage, inside: { customer } }) => {
		for (const who of [stage.visitor(), customer]) expect((await who.get('/announcements')).status).toBe(200);
		for (const probe of ['/healthz', '/readyz']) expect((await fetch(stage.portal.origin + probe)).status).toBe(200);
	});

	off('the maker’s mark stands in the browser’s tab and on the phone’s home screen', async ({ stage }) => {
		const { text } = await stage.visitor().get('/login');
		const [drawing = '', picture = ''] = [...text.matchAll(/<link rel="[a-z-]*icon" href="([^"]+)"/g)].map(
			([, href]) => stage.portal.origin + href,
		);
		const svg = await fetch(drawing);
		expect([svg.headers.get('content-type'), svg.headers.get('cache-control')]).toEqual([
			'image/svg+xml',
			'public, max-age=31536000, immutable',
		]);
		expect(await svg.text()).toContain(maker.accent);
		const png = sharp(await (await fetch(picture)).arrayBuffer());
		expect(await png.metadata()).toMatchObject({ format: 'png', width: 180, height: 180 });
		expect((await fetch(drawing.replace(/\w+\.svg$/, '0000.svg'))).status).toBe(404);
	});

	off('everything is back at its end, as it was', async ({ stage, inside: { customer, administrator } }) => {
		await stage.query(`update closure set ends_at = now() where portal_off`);
		// It is known within five seconds.
		const status = async () => (await customer.get('/tickets')).status;
		await expect.poll(status, { timeout: 30_000, interval: 250 }).toBe(200);
		expect((await customer.get(units.italian)).text).toContain('name="subject"');
		expect((await stage.visitor().get('/portal-off')).location).toBe('/');
		expect((await administrator.get('/desk/queue')).text).not.toContain('The portal is off');
	});
});
