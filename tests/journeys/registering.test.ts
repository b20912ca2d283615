import { expect } from 'vitest';
import { stampAt } from '../administering.ts';
import { test, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';
import type { ReceivedMail } from '../smtp.ts';

const chosen = 'sette bielle azzurre 4';
const bruni = {
	code: '',
	company: 'Officina Bruni',
	email: 'bruni@bruni.test',
	country: 'IT',
	language: '',
	zone: '',
	phone: '',
	address: '',
};
const prevost = {
	product: 'k-tag',
	company: 'Garage Prévost',
	email: 'prevost@prevost.test',
	country: 'FR',
	language: 'fr',
	phone: '',
	address: '',
};

const key = () => `form-${crypto.randomUUID()}`;
const letterTo = ({ sink }: Demonstration, address: string) =>
	sink.waitFor(({ envelope }) => envelope.to.includes(address));
const secretOf = ({ text }: ReceivedMail) => /^([2-9A-HJ-NP-Z]{4}-){6}[2-9A-HJ-NP-Z]{4}$/m.exec(text)?.[0] ?? '';
const customersNamed = async ({ query }: Demonstration, company: string) =>
	(await query<{ code: string }>(`select code from customer where company = $1`, [company])).map(({ code }) => code);

/** Chooses a password with what the letter holds, and logs in with it. */
async function moveIn(stage: Demonstration, code: string, secret: string): Promise<void> {
	const visitor = stage.visitor();
	const first = await visitor.post('/login', { code, password: secret });
	expect(first).toMatchObject({ status: 303, location: '/password' });
	expect((await visitor.get('/tickets')).location).toMatch(/^\/password/);
	expect((await visitor.post('/password', { password: chosen, confirm: chosen })).status).toBe(303);
	expect((await stage.visitor().post('/login', { code, password: chosen })).status).toBe(303);
}

/** Releases serial numbers of K-TAG and answers how the form was answered. */
async function release(staff: Visitor, serials: string, fields: Record<string, string> = {}) {
	const form = { product: 'k-tag', serials, kind: '', master: '', until: '2030-06-30', ...fields };
	return staff.post('/desk/admin/releases/new', form);
}

test('the administration registers a customer, whose letter lets him choose his password', async ({ stage }) => {
	const staff = await stage.staff('supervisor');
	const form = { ...bruni, key: key() };
	const [one, two] = await Promise.all([
		staff.post('/desk/admin/customers/new', form),
		staff.post('/desk/admin/customers/new', form),
	]);
	expect(one).toMatchObject({ status: 303, location: two.location });
	const [code = ''] = await customersNamed(stage, bruni.company);
	expect(one.location).toBe(`/desk/customers/${code}?done=registered`);
	const letter = await letterTo(stage, bruni.email);
	expect(letter.text).toContain(code);
	const page = await staff.get(`/desk/customers/${code}`);
	expect(page.text).not.toContain(secretOf(letter));
	await moveIn(stage, code, secretOf(letter));

	const unit = {
		product: 'k-tag',
		serial: 'KTM-J-0001',
		kind: 'slave',
		master: 'C1001',
		until: '',
		software: '',
		username: '',
	};
	const registered = await staff.post(`/desk/customers/${code}/units`, { ...unit, key: key() });
	expect(registered.location).toBe(`/desk/customers/${code}?done=unit`);
	expect((await staff.get('/desk/units/ktmj0001')).text).toContain(code);
	expect((await staff.post(`/desk/customers/${code}?/disable`)).status).toBe(303);
	expect((await stage.visitor().post('/login', { code, password: chosen })).status).toBe(400);
});

test('a visitor registers a released serial number; his code and first password are in the letter alone', async ({
	stage,
}) => {
	const staff = await stage.staff('admin');
	expect((await release(staff, 'KTM-J-0002', { kind: 'slave', master: 'C1001' })).status).toBe(303);
	const visitor = stage.visitor();
	const form = { ...prevost, serial: 'ktm j 0002', key: key() };
	const [one, two] = await Promise.all([visitor.post('/register', form), visitor.post('/register', form)]);
	expect([one.location, two.location]).toEqual(['/register?done=sent', '/register?done=sent']);
	const [code = '', ...others] = await customersNamed(stage, prevost.company);
	expect(others).toEqual([]);
	expect((await visitor.get('/register?done=sent')).text).not.toContain(code);
	const letter = await letterTo(stage, prevost.email);
	expect(letter.text).toContain(code);
	await moveIn(stage, code, secretOf(letter));
	const unit = await staff.get('/desk/units/KTM-J-0002');
	expect(unit.text).toContain(code);
	expect(unit.text).toContain('/desk/customers/C1001');

	// To everybody else it is as unknown as one that never was.
	const answers = await Promise.all(
		['KTM-J-0002', 'KTM-J-9999', 'KTM-7R20-0412'].map((serial) =>
			stage.visitor().post('/register', { ...prevost, serial, key: key() }),
		),
	);
	expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
	const words = answers.map(({ text }) => /id="serial-error".*?<\/svg>(?:<!--.*?-->)*([^<]+)/s.exec(text)?.[1]);
	expect(words[0]).toMatch(/./);
	expect(new Set(words).size).toBe(1);
});

test('a customer adds a released serial number to his own', async ({ stage }) => {
	await release(await stage.staff('admin'), 'KTM-J-0003');
	const customer = await stage.customer('C5001');
	const added = await customer.post('/register', { product: 'k-tag', serial: 'KTM-J-0003', key: key() });
	expect(added.location).toBe('/register?done=added');
	expect((await customer.get('/new/k-tag')).text).toContain('KTM-J-0003');
});

test('what is no such form registers nobody', async ({ stage }) => {
	const staff = await stage.staff('supervisor');
	const before = await stage.query(`select code from customer order by code`);
	const wrong: Record<string, string>[] = [
		{ email: 'a@x.test,b@y.test' },
		{ email: 'a@x.test\r\nBcc: b@y.test' },
		{ email: 'A <a@x.test>' },
		{ code: 'С1001' },
		{ code: 'C1001' },
		{ country: 'EU' },
		{ role: 'administrator' },
		{ password: chosen },
		{ password_hash: 'x' },
	];
	for (const fields of wrong) {
		const { status } = await staff.post('/desk/admin/customers/new', { ...bruni, key: key(), ...fields });
		expect([fields, status]).toEqual([fields, 'code' in fields && fields['code'] === 'C1001' ? 409 : 400]);
	}
	await release(staff, 'KTM-J-0004');
	const wrongly: Record<string, string>[] = [
		{ email: 'a@x.test,b@y.test' },
		{ kind: 'master' },
		{ code: 'C1' },
		{ company: '' },
	];
	for (const fields of wrongly) {
		const form = { ...prevost, serial: 'KTM-J-0004', key: key(), ...fields };
		expect((await stage.visitor().post('/register', form)).status).toBe(400);
	}
	expect(await stage.query(`select code from customer order by code`)).toEqual(before);
	const [row] = await stage.query(`select claimed_at from released_serial where serial = 'KTM-J-0004'`);
	expect(row).toEqual({ claimed_at: null });
});

test('a serial number that cannot be released stops all the others', async ({ stage }) => {
	const staff = await stage.staff('admin');
	await release(staff, 'KTM-J-0005');
	const refused = await release(staff, 'KTM-J-0006\nktmj0005\nКТМ\nKTM-J-0006');
	expect(refused.status).toBe(400);
	for (const line of [2, 3, 4]) expect(refused.text).toMatch(new RegExp(`\\b${line}:`));
	expect(await stage.query(`select id from released_serial where serial = 'KTM-J-0006'`)).toEqual([]);
});

test('data that somebody else changed meanwhile are not overwritten, and what was typed stays', async ({ stage }) => {
	const staff = await stage.staff('admin');
	const address = '/desk/customers/C6001/change';
	const shown = await stampAt(staff, address);
	const form = {
		company: 'First',
		email: 'first@baltvalde.test',
		country: 'LV',
		language: 'en',
		zone: 'Europe/Riga',
		shown,
	};
	expect((await staff.post(address, form)).status).toBe(303);
	// A slip in the form does not make him one who knows of the change.
	const slip = await staff.post(address, { ...form, company: 'Second', email: 'nowhere' });
	expect(slip.status).toBe(400);
	expect(slip.text).toContain(`name="shown" value="${shown}"`);
	const second = await staff.post(address, { ...form, company: 'Second' });
	expect(second.status).toBe(409);
	expect(second.text).toContain('value="Second"');
	expect(second.text).toContain('First');
	// The new address and the old one are both told.
	await letterTo(stage, 'first@baltvalde.test');
	await letterTo(stage, 'serviss@diesel-baltvalde.test');
});

test('a unit that somebody else changed meanwhile is not overwritten after a slip in the form', async ({ stage }) => {
	const staff = await stage.staff('admin');
	const address = '/desk/units/KTM-7R20-0412/change';
	const shown = await stampAt(staff, address);
	const form = { kind: 'master', username: '', until: '', software: '2.27', shown };
	expect((await staff.post(address, { ...form, username: 'first' })).status).toBe(303);
	const slip = await staff.post(address, { ...form, until: 'some day' });
	expect(slip.status).toBe(400);
	expect(slip.text).toContain(`name="shown" value="${shown}"`);
	expect((await staff.post(address, { ...form, username: 'second' })).status).toBe(409);
});

test('other branches’ customers and units do not exist, and whoever only reads changes nothing', async ({ stage }) => {
	const french = await stage.staff('technician.fr');
	for (const path of ['/desk/customers/C1001', '/desk/units/KTM-7R20-0412', '/desk/customers/NOBODY'])
		expect([path, (await french.get(path)).status]).toEqual([path, 404]);
	expect((await french.get('/desk/customers/C2001')).status).toBe(200);
	const posts = [
		'/desk/admin/customers/new',
		'/desk/admin/releases/new',
		'/desk/admin/releases?/withdraw',
		'/desk/customers/C2001?/disable',
		'/desk/customers/C2001/change',
		'/desk/customers/C2001/units',
		'/desk/units/K2S-6H13-0571?/release',
		'/desk/units/K2S-6H13-0571/transfer',
	];
	for (const path of posts) expect([path, (await french.post(path, {})).status]).toEqual([path, 403]);
	await stage.query(`update staff set role = 'auditor' where email = 'technician.fr@serialdesk.test'`);
	const auditor = await stage.staff('technician.fr');
	for (const path of [
		'/desk/customers/C1001',
		'/desk/units/KTM-7R20-0412',
		'/desk/admin/customers',
		'/desk/admin/releases',
	])
		expect([path, (await auditor.get(path)).status]).toEqual([path, 200]);
	for (const path of posts) expect([path, (await auditor.post(path, {})).status]).toEqual([path, 403]);
	expect((await auditor.get('/desk/customers/C1001')).text).not.toContain('?/disable');
});

test('many who register the same serial number at once make one customer, and guessing is limited', async ({
	stage,
}) => {
	await release(await stage.staff('admin'), 'KTM-J-0007');
	const forms = Array.from({ length: 30 }, () => ({
		...prevost,
		company: 'Parallel',
		serial: 'KTM-J-0007',
		key: key(),
	}));
	const answers = await Promise.all(forms.map((form) => stage.visitor().post('/register', form)));
	expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
	expect(await customersNamed(stage, 'Parallel')).toHaveLength(1);
	const limited = answers.find(({ status }) => status === 429);
	expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
});
