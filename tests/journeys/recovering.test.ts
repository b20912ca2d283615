import { expect } from 'vitest';
import { mainOf, password, test } from '../demonstration.ts';
import type { ReceivedMail } from '../smtp.ts';

const chosen = 'quattro pompe verdi 7';
const owner = { email: 'officina@valtorba-motori.test', identity: 'KTM 7R20 0412' };

/** The temporary password of a letter, which is its link's token too. */
function secretOf({ text }: ReceivedMail): string {
	return /^([2-9A-HJ-NP-Z]{4}-){6}[2-9A-HJ-NP-Z]{4}$/m.exec(text)?.[0] ?? '';
}

test('a customer who has lost his password gets a letter, opens its link, chooses a new one and is the only one inside', async ({
	stage,
}) => {
	const elsewhere = await stage.customer('C1001');
	const visitor = stage.visitor();
	expect((await visitor.get('/login')).text).toContain('href="/recover"');
	const asked = await visitor.post('/recover', owner);
	expect(asked.status).toBe(200);
	const letter = await stage.sink.waitFor(({ envelope }) => envelope.to.includes(owner.email));
	const secret = secretOf(letter);
	expect(letter.text).toContain(`${stage.portal.origin}/password?token=${secret}`);

	// Until a new one is chosen the old password works, and whoever is inside stays.
	expect((await elsewhere.get('/tickets')).status).toBe(200);
	expect((await stage.visitor().post('/login', { code: 'C1001', password })).status).toBe(303);

	// A scanner that opens the link twice uses up nothing.
	for (let count = 0; count < 2; count++)
		expect((await stage.visitor().get(`/password?token=${secret}`)).status).toBe(200);
	const opened = await visitor.post('/password', { token: secret });
	expect(opened).toMatchObject({ status: 303, location: '/password' });
	// That session can choose a password or log out.
	for (const path of ['/tickets', '/new', '/profile'])
		expect((await visitor.get(path)).location).toMatch(/^\/password\?to=/);
	expect((await stage.visitor().post('/password', { token: secret })).status).toBe(400);

	const short = await visitor.post('/password', { password: 'short', confirm: 'short' });
	expect(short.status).toBe(400);
	expect(short.text).not.toContain('value="short"');
	const before = visitor.clone();
	expect(await visitor.post('/password', { password: chosen, confirm: chosen })).toMatchObject({
		status: 303,
		location: '/tickets',
	});
	expect((await visitor.get('/tickets')).status).toBe(200);
	expect((await before.get('/tickets')).status).toBe(303);
	expect((await elsewhere.get('/tickets')).status).toBe(303);
	expect((await stage.visitor().post('/login', { code: 'C1001', password })).status).toBe(400);
	expect((await stage.visitor().post('/login', { code: 'c1001', password: chosen })).status).toBe(303);
	const notice = await stage.sink.waitFor((mail) => mail.envelope.to.includes(owner.email) && mail !== letter);
	expect(secretOf(notice)).toBe('');
	expect(stage.portal.log()).not.toContain(secret);
});

test('the temporary password of the letter does the same at the login, and is used up by it', async ({ stage }) => {
	const email = 'master@stepnoy-motor.test';
	await stage.visitor().post('/recover', { email: email.toUpperCase(), identity: 'c4001' });
	const secret = secretOf(await stage.sink.waitFor(({ envelope }) => envelope.to.includes(email)));
	const visitor = stage.visitor();
	const entered = await visitor.post('/login', { code: 'C4001', password: secret.toLowerCase() });
	expect(entered).toMatchObject({ status: 303, location: '/password' });
	expect((await stage.visitor().get(`/password?token=${secret}`)).text).not.toContain('name="token"');
	expect((await stage.visitor().post('/login', { code: 'C4001', password: secret })).status).toBe(400);
	const own = await visitor.post('/password', { password: 'C4001 C4001 C4001', confirm: 'C4001 C4001 C4001' });
	expect(own.status).toBe(400);
	expect((await visitor.post('/password', { password: chosen, confirm: chosen })).location).toBe('/tickets');
});

test('whoever is inside changes his password with the present one, and his other sessions end', async ({ stage }) => {
	const customer = await stage.customer('C3001');
	const elsewhere = await stage.customer('C3001');
	const change = (current: string) => customer.post('/password', { current, password: chosen, confirm: chosen });
	expect((await change('wrong')).status).toBe(400);
	expect((await customer.post('/password', { password: chosen, confirm: chosen })).status).toBe(400);
	expect(await change(password)).toMatchObject({ status: 303, location: '/profile' });
	expect((await customer.get('/tickets')).status).toBe(200);
	expect((await elsewhere.get('/tickets')).status).toBe(303);
});

test('the page says the same whether or not anybody was meant, with the branches’ telephones and the portal’s address', async ({
	stage,
}) => {
	const ask = async (email: string, identity: string) => stage.visitor().post('/recover', { email, identity });
	const answers = [
		await ask('workshop@redline-torque.test', 'C5001'),
		await ask('workshop@redline-torque.test', 'C1001'),
		await ask('nobody@workshop.test', 'C9999'),
		await ask('%', '*'),
		await ask('technician@serialdesk.test', 'technician@serialdesk.test'),
		await ask("x' or '1'='1", "C5001'--"),
	];
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
	expect(new Set(answers.map(({ text }) => mainOf(text))).size).toBe(1);
	expect(mainOf(answers[0]!.text)).toContain(stage.portal.origin);
	expect(answers[0]!.text).toContain('href="tel:');
	expect(answers[0]!.headers.get('cache-control')).toContain('no-store');
});
