import { describe, expect } from 'vitest';
import { password, test, type Demonstration } from '../demonstration.ts';
import type { Answer } from '../http.ts';

const wanted = 'werkstatt@northgate.test';

/** What the letter that confirms a new address links to. */
async function linkIn(stage: Demonstration, to: string): Promise<URL> {
	const letter = await stage.sink.waitFor(({ envelope, text }) => envelope.to.includes(to) && text.includes('token='));
	return new URL(/https?:\S+token=\S+/.exec(letter.text)?.[0] ?? '');
}

async function emailOf(stage: Demonstration, code: string): Promise<string | undefined> {
	const rows = await stage.query<{ email: string }>('select email from customer where code = $1', [code]);
	return rows[0]?.email;
}

const savedAt = ({ status, location }: Answer) => `${status} ${location}`;

describe('the profile', () => {
	test('keeps what a customer changes, and shows it', async ({ stage }) => {
		const customer = await stage.customer('C4001');
		const contact = { address: 'Станционная 7\n000000 Степной', phone: '+7 000 555 01 02' };
		const answer = await customer.post('/profile?/contact', contact);
		expect(savedAt(answer)).toBe('303 /profile?saved=contact#contact');
		const { text } = await customer.get('/profile');
		for (const shown of ['Станционная 7', contact.phone, 'C4001', 'Asia/Almaty']) expect(text).toContain(shown);
		await customer.post('/profile?/language', { locale: 'es', zone: 'Europe/Madrid' });
		expect((await customer.get('/profile')).text).toContain('lang="es"');
		await customer.post('/profile?/language', { locale: 'ru', zone: 'Asia/Almaty' });
		await customer.post('/profile?/notices', { answered: 'on' });
		const [account] = await stage.query<{ notices: string[] }>(`select notices from account where login = 'c4001'`);
		expect(account?.notices).toEqual(['answered']);
	});

	test('takes nothing that its forms do not have', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const forms = {
			contact: { address: 'x', phone: 'x' },
			language: { locale: 'en', zone: 'Europe/Rome' },
			notices: { answered: 'on' },
			email: { email: wanted, current: password },
			resend: {},
			cancel: {},
			factor: { required: 'no', current: password },
		};
		const before = await stage.query(`select * from customer where code = 'C5001'`);
		const extras = ['code', 'company', 'country', 'kind', 'role', 'id', 'account_id', 'terms_version', '__proto__'];
		for (const [action, fields] of Object.entries(forms))
			for (const extra of extras) {
				const answer = await customer.post(`/profile?/${action}`, { ...fields, [extra]: '1' });
				expect(`${action} ${extra} ${answer.status}`).toBe(`${action} ${extra} 400`);
			}
		expect(await stage.query(`select * from customer where code = 'C5001'`)).toEqual(before);
	});

	test('comes back with what was typed, but for a password', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const phone = '5'.repeat(51);
		const tooLong = await customer.post('/profile?/contact', { address: 'Hafenstraße 1', phone });
		expect(tooLong.status).toBe(400);
		for (const shown of ['Hafenstraße 1', phone]) expect(tooLong.text).toContain(shown);
		for (const zone of ['Mars/Olympus', '+01:00', ''])
			expect((await customer.post('/profile?/language', { locale: 'en', zone })).status).toBe(400);
		const current = 'not the password at all';
		const refused = await customer.post('/profile?/email', { email: wanted, current });
		expect(refused.status).toBe(400);
		expect(refused.text).toContain(wanted);
		expect(refused.text).not.toContain(current);
		for (const email of ['a@x.test,b@y.test', 'a@x.test\r\nBcc: b@y.test', 'Ada <a@x.test>'])
			expect((await customer.post('/profile?/email', { email, current: password })).status).toBe(400);
		expect(await emailOf(stage, 'C5001')).not.toContain('northgate.test,');
	});

	test('is nobody’s but the customer’s', async ({ stage }) => {
		expect((await stage.visitor().get('/profile')).location).toBe('/login?to=%2Fprofile');
		expect((await stage.visitor().post('/profile?/contact', { address: '', phone: '' })).status).toBe(303);
		const technician = await stage.staff('technician');
		expect((await technician.get('/profile')).status).toBe(403);
		const withoutMaster = await stage.customer('C2001');
		const fields = { required: 'yes', current: password };
		expect((await withoutMaster.post('/profile?/factor', fields)).status).toBe(403);
	});
});

describe('a new e-mail address', () => {
	test('counts when its letter’s button is pressed, by whoever reads it, once', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const old = (await emailOf(stage, 'C5001')) ?? '';
		const asked = await customer.post('/profile?/email', { email: wanted, current: password });
		expect(savedAt(asked)).toBe('303 /profile?saved=email#email');
		expect((await customer.get('/profile')).text).toContain(wanted);
		const link = await linkIn(stage, wanted);
		// Opened by a stranger's session and by a program that follows links: nothing changes.
		const stranger = await stage.customer('C3001');
		const path = link.pathname + link.search;
		expect((await stranger.get(path)).text).toContain(wanted);
		expect((await stage.visitor().get(path)).status).toBe(200);
		expect(await emailOf(stage, 'C5001')).toBe(old);
		const token = link.searchParams.get('token') ?? '';
		const confirmed = await stage.visitor().post('/profile/address?/confirm', { token });
		expect(savedAt(confirmed)).toBe('303 /profile/address?confirmed');
		expect(await emailOf(stage, 'C5001')).toBe(wanted);
		const told = await stage.sink.waitFor(({ envelope }) => envelope.to.includes(old));
		expect(told.text).not.toContain('token=');
		expect((await stage.visitor().post('/profile/address?/confirm', { token })).status).toBe(400);
		expect((await stage.visitor().get(path)).status).toBe(400);
	});

	test('is not confirmed by anything but its secret', async ({ stage }) => {
		const before = await emailOf(stage, 'C5001');
		for (const token of ['', '%', '*', '_', 'null', '0'.repeat(28), ['a', 'b']])
			expect((await stage.visitor().post('/profile/address?/confirm', { token })).status).toBe(400);
		expect((await stage.visitor().get('/profile/address')).status).toBe(400);
		expect(await emailOf(stage, 'C5001')).toBe(before);
	});
});

describe('the terms of use', () => {
	test('are read by everybody, in his language', async ({ stage }) => {
		const { status, text } = await stage.visitor().get('/terms', { 'accept-language': 'fr' });
		expect(status).toBe(200);
		expect(text).toContain('Voie publique et émissions');
		expect(text).not.toContain('?/accept');
	});

	test('are saved in full however long they may be, in Cyrillic too', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const draft = (await admin.post('/desk/admin/terms?/begin')).location ?? '';
		const page = await admin.get(`${draft}?lang=ru`);
		const [form = ''] = /<form[^>]*\?\/save[^>]*>/.exec(page.text) ?? [];
		expect(form).toContain('enctype="multipart/form-data"');
		const revision = /name="revision" value="(\d+)"/.exec(page.text)?.[1] ?? '';
		const body = `<p>${'я'.repeat(99_000)}</p>`;
		const saved = await admin.postFiles(`${draft}?/save&lang=ru`, { revision, body }, []);
		expect(savedAt(saved)).toBe(`303 ${draft}?lang=ru&saved`);
		expect((await admin.post(`${draft}?/discard`)).status).toBe(303);
	});

	test('stand before every page until they are accepted, and lead where one was headed', async ({ stage }) => {
		await stage.query(`update account set terms_version = 0 where login = 'c2001'`);
		const customer = await stage.customer('C2001');
		for (const path of ['/tickets', '/new', '/profile', '/tickets/1']) {
			const answer = await customer.get(path);
			expect(savedAt(answer)).toBe(`303 /terms?to=${encodeURIComponent(path)}`);
		}
		expect((await customer.post('/profile?/contact', { address: 'x', phone: '' })).location).toContain('/terms');
		expect((await customer.get('/terms?to=%2Fprofile')).text).toContain('?/accept');
		expect((await customer.post('/terms?/accept', { version: '1', code: 'C1001' })).status).toBe(400);
		const accepted = await customer.post('/terms?/accept&to=%2Fprofile', { version: '1' });
		expect(savedAt(accepted)).toBe('303 /profile');
		expect((await customer.get('/profile')).status).toBe(200);
		const elsewhere = await customer.post('/terms?/accept&to=https%3A%2F%2Fevil.test', { version: '1' });
		expect(elsewhere.location).toBe('/tickets');
	});

	test('are asked for again in their new version, and only that one is accepted', async ({ stage }) => {
		const administrator = await stage.staff('admin');
		const customer = await stage.customer('C2001');
		const begun = await administrator.post('/desk/admin/terms?/begin');
		const draft = begun.location ?? '';
		const body = '<h3>Tout est nouveau</h3><p>Vraiment.</p>';
		const saved = await administrator.post(`${draft}?/save&lang=fr`, { body, revision: '1' });
		expect(savedAt(saved)).toBe(`303 ${draft}?lang=fr&saved`);
		const late = await administrator.post(`${draft}?/save&lang=fr`, { body: '<p>Plus tard</p>', revision: '1' });
		expect(late.status).toBe(409);
		expect(late.text).toContain('Plus tard');
		expect((await customer.get('/tickets')).status).toBe(200);
		expect((await administrator.post(`${draft}?/publish`, { state: '5' })).status).toBe(409);
		expect((await administrator.post(`${draft}?/publish`, { state: '6' })).status).toBe(303);
		expect((await customer.get('/tickets')).location).toBe('/terms?to=%2Ftickets');
		expect((await customer.get('/terms')).text).toContain('Tout est nouveau');
		const older = await customer.post('/terms?/accept', { version: '1' });
		expect(older.status).toBe(409);
		expect(older.text).toContain('Tout est nouveau');
		expect((await customer.post('/terms?/accept', { version: '2' })).status).toBe(303);
		expect((await customer.get('/tickets')).status).toBe(200);
	});

	test('are written by administrators alone', async ({ stage }) => {
		const supervisor = await stage.staff('supervisor');
		const visitor = stage.visitor();
		expect((await supervisor.get('/desk/admin/terms')).status).toBe(403);
		expect((await supervisor.post('/desk/admin/terms?/begin')).status).toBe(403);
		const turned = await visitor.post('/desk/admin/terms?/begin');
		expect(turned.location).toBe(`/desk/login?to=${encodeURIComponent('/desk/admin/terms')}&unsent`);
	});
});
