import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { mainOf, password, test, type Demonstration } from '../demonstration.ts';

const well = 'ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345';

async function secretOf(stage: Demonstration, email: string, identity: string): Promise<string> {
	const known = stage.sink.mails.length;
	await stage.visitor().post('/recover', { email, identity });
	const letter = await stage.sink.waitFor(
		(mail) => mail.envelope.to.includes(email) && stage.sink.mails.indexOf(mail) >= known,
	);
	return /token=([2-9A-Z-]+)/.exec(letter.text)?.[1] ?? '';
}

describe('a link that is not one', () => {
	test('opens nothing, by whatever way it comes, and all of them say the same', async ({ stage }) => {
		const words = new Set<string>();
		const queries = ['token=', 'token=%25', 'token=*', `token=${well}`, `token=${well}&token=${well}`, 'token=%00'];
		for (const query of queries) {
			const { status, text } = await stage.visitor().get(`/password?${query}`);
			expect(`${query} ${status}`).toBe(`${query} 200`);
			expect(text).not.toContain('name="token"');
			words.add(mainOf(text));
		}
		const posted = ['', '%', '*', well, `${well}\0`, [well, well], '𝐀BCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345'];
		for (const token of posted) {
			const visitor = stage.visitor();
			const { status, text, headers } = await visitor.post('/password', { token });
			expect([token, status]).toEqual([token, 400]);
			expect(headers.getSetCookie()).toEqual([]);
			words.add(mainOf(text));
		}
		expect(words.size).toBe(1);
		expect([...words][0]).toContain('Recover data');
		// An array in the name, or anything beside the token, is no field of ours.
		const visitor = stage.visitor();
		expect((await visitor.post('/password', { 'token[]': well })).location).toBe('/login');
		expect((await visitor.post('/password', { token: well, kind: 'staff' })).status).toBe(400);
	});

	test('opens nothing when it is used, too old, or a newer one was sent', async ({ stage }) => {
		const to = 'taller@ribalmar-motor.test';
		const older = await secretOf(stage, to, 'C3001');
		const newer = await secretOf(stage, to, 'c3001');
		const use = async (token: string) => (await stage.visitor().post('/password', { token })).status;
		expect(await use(older)).toBe(400);
		expect(await use(newer)).toBe(303);
		expect(await use(newer)).toBe(400);
		const third = await secretOf(stage, to, ' C3001');
		await stage.query(`update temporary_credential set expires_at = now() where used_at is null`);
		expect(await use(third)).toBe(400);
		expect((await stage.visitor().post('/login', { code: 'C3001', password: third })).status).toBe(400);
		// Somebody else's opens nothing at one's own door, and two at once open it once.
		await stage.query(`delete from temporary_credential`);
		await stage.query(`delete from login_failure`);
		const fourth = await secretOf(stage, to, 'C3001 ');
		expect((await stage.visitor().post('/login', { code: 'C5001', password: fourth })).status).toBe(400);
		const statuses = await Promise.all(Array.from({ length: 5 }, () => use(fourth)));
		expect(statuses.filter((status) => status === 303)).toHaveLength(1);
	});

	test('that is right ends the session of whoever was inside, which could have been planted', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const planted = customer.clone();
		const token = await secretOf(stage, 'contact@corvesson-auto.test', 'C2001');
		expect((await customer.post('/password', { token })).status).toBe(303);
		expect((await planted.get('/tickets')).status).toBe(303);
		expect((await planted.get('/password')).location).toBe('/login');
	});
});

describe('the page for a password', () => {
	test('is closed to who is not logged in, and takes no field but its own', async ({ stage }) => {
		expect((await stage.visitor().get('/password')).location).toBe('/login');
		const fields = { password: 'quattro pompe verdi 7', confirm: 'quattro pompe verdi 7' };
		expect((await stage.visitor().post('/password', fields)).location).toBe('/login');
		const customer = await stage.customer('C5001');
		const refused = await customer.post('/password', { ...fields, current: password, account: '1' });
		expect(refused.status).toBe(400);
		expect((await stage.visitor().post('/login', { code: 'C5001', password })).status).toBe(303);
	});

	test('stops after ten wrong present passwords, while the session goes on', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const fields = { password: 'quattro pompe verdi 7', confirm: 'quattro pompe verdi 7' };
		for (let count = 0; count < 10; count++)
			expect((await customer.post('/password', { ...fields, current: `wrong ${count}` })).status).toBe(400);
		const stopped = await customer.post('/password', { ...fields, current: password });
		expect(stopped.status).toBe(429);
		expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
		expect((await customer.get('/tickets')).status).toBe(200);
	});
});

describe('the page for recovery', () => {
	test('writes to nobody but the bound address, whatever is typed', async ({ stage }) => {
		const email = 'workshop@redline-torque.test';
		const typed = [
			`${email},thief@evil.test`,
			`${email}\r\nBcc: thief@evil.test`,
			`thief@evil.test, ${email}`,
			`"${email}" <thief@evil.test>`,
			`${email}\u2028thief@evil.test`,
			'%@%',
		];
		for (const each of typed) await stage.visitor().post('/recover', { email: each, identity: 'C5001' });
		const missing = await stage.visitor().post('/recover', { email, identity: '' });
		expect(missing.status).toBe(400);
		expect(missing.text).toContain(`value="${email}"`);
		expect((await stage.visitor().post('/recover', { email, identity: 'C5001', admin: '1' })).status).toBe(400);
		expect((await stage.visitor().post('/recover', { email, identity: 'x'.repeat(101) })).status).toBe(400);
		await sleep(1000);
		expect(stage.sink.mails.filter(({ envelope }) => envelope.to.join().includes('evil'))).toEqual([]);
		expect(stage.sink.mails.filter(({ envelope }) => envelope.to.includes(email))).toEqual([]);
	});

	test('leaves it at twenty a quarter of an hour from one network, and says for how long', async ({ stage }) => {
		const ask = (count: number) =>
			stage.visitor().post('/recover', { email: `nobody${count}@workshop.test`, identity: 'C9999' });
		let refused = await ask(0);
		for (let count = 1; refused.status === 200 && count < 25; count++) refused = await ask(count);
		expect(refused.status).toBe(429);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
	});
});
