import { Secret } from 'otpauth';
import { describe, expect } from 'vitest';
import { codeOf, wrongFor } from '../app-codes.ts';
import { openTicket, password, test, units, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

describe('before the last step', () => {
	const steps = ['second-factor', 'enrol-factor', 'choose-password'];

	test('a session opens no page, action or file, whatever is asked', async ({ stage }) => {
		const owner = await stage.customer('C5001');
		const number = await openTicket(owner, units.english);
		for (const step of steps) {
			const customer = await halfWay(stage, await stage.customer('C5001'), step);
			const member = await halfWay(stage, await stage.staff('supervisor'), step);
			for (const [visitor, paths] of [
				[customer, customerPaths(number)],
				[member, deskPaths(number)],
			] as const)
				for (const [method, path] of paths) {
					const asked = await (method === 'POST' ? visitor.post(path) : visitor.get(path));
					expect(`${step} ${method} ${path} ${outcome(asked)}`).toBe(`${step} ${method} ${path} turned away`);
					expect(asked.location ?? '/login').toMatch(/^\/(desk\/login|login|factors|password)\b/);
					expect(asked.text).not.toContain('data-number');
					expect(asked.text).not.toContain('Northgate');
				}
		}
	});

	test('no menu is shown, and the way out is open', async ({ stage }) => {
		for (const step of steps) {
			const member = await halfWay(stage, await stage.staff('supervisor'), step);
			for (const path of ['/no-such-page', '/desk/no-such-page', '/login'])
				expect((await member.get(path)).text).not.toMatch(/href="\/(desk\/queue|desk\/admin|tickets)"/);
			expect((await member.post('/language', { locale: 'ru', back: '/desk/login' })).status).toBe(303);
			expect(await member.post('/logout')).toMatchObject({ status: 303, location: '/desk/login' });
			expect((await member.get('/factors')).location).toMatch(/^\/login/);
		}
	});
});

describe('a wrong second factor', () => {
	test('ends the session at the fifth, and the account waits after the tenth', async ({ stage }) => {
		const secret = await giveApp(stage, 'C6001');
		const guess = async () => {
			const visitor = stage.visitor();
			await visitor.post('/login', { code: 'C6001', password });
			return visitor;
		};
		const first = await guess();
		for (let tried = 1; tried < 5; tried++) {
			const refused = await first.post('/login', { otp: wrongFor(secret) });
			expect(refused.status).toBe(400);
			expect(refused.text).toContain('name="otp"');
		}
		const last = await first.post('/login', { otp: wrongFor(secret) });
		expect(last.status).toBe(400);
		expect(last.text).toContain('name="password"');
		expect((await first.post('/login', { otp: codeOf(secret) })).status).toBe(400);

		const second = await guess();
		for (let tried = 0; tried < 4; tried++)
			expect((await second.post('/login', { otp: wrongFor(secret) })).status).toBe(400);
		const third = await guess();
		expect((await third.post('/login', { otp: wrongFor(secret) })).status).toBe(400);
		const stopped = await third.post('/login', { otp: codeOf(secret) });
		expect(stopped.status).toBe(429);
		expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
	});

	test('is counted one by one when twenty come at once', async ({ stage }) => {
		const secret = await giveApp(stage, 'C5001');
		const visitor = stage.visitor();
		await visitor.post('/login', { code: 'C5001', password });
		const tries = Array.from({ length: 20 }, () => visitor.clone().post('/login', { otp: wrongFor(secret) }));
		const answers = await Promise.all(tries);
		expect(answers.filter(({ status }) => status !== 400 && status !== 429)).toEqual([]);
		expect((await visitor.post('/login', { otp: codeOf(secret) })).status).not.toBe(303);
		await stage.query(`delete from authenticator where account_id = (select id from account where login = 'c5001')`);
	});
});

describe('one’s own sessions', () => {
	test('are ended one by one or all others, from the next request on; nobody else’s', async ({ stage }) => {
		const here = await stage.staff('supervisor');
		const other = await stage.staff('supervisor');
		const stranger = await stage.staff('admin');
		const [foreign] = await stage.query<{ id: string }>(
			`select s.id from session as s join account as a on a.id = s.account_id where a.login = 'admin@serialdesk.test'`,
		);
		expect((await here.post('/sessions', { end: foreign!.id })).status).toBe(404);
		expect((await here.post('/sessions', { end: 'all' })).status).toBe(400);
		expect((await here.post('/sessions', { end: 'others' })).status).toBe(303);
		expect((await other.get('/desk/queue')).status).toBe(303);
		expect((await here.get('/desk/queue')).status).toBe(200);
		expect((await stranger.get('/desk/queue')).status).toBe(200);
	});
});

/** Data for a page's script says in its body that it leads elsewhere. */
function outcome({ status, text }: { status: number; text: string }): string {
	const leadsAway = status === 303 || status === 401 || text.startsWith('{"type":"redirect"');
	return leadsAway ? 'turned away' : String(status);
}

const customerPaths = (number: number): [string, string][] => [
	['GET', '/tickets'],
	['GET', '/tickets/__data.json'],
	['GET', `/tickets/${number}`],
	['POST', `/tickets/${number}?/reply`],
	['POST', `/tickets/${number}?/close`],
	['GET', '/new'],
	['POST', `${units.english}?/open`],
	...everybodys,
];

const deskPaths = (number: number): [string, string][] => [
	['GET', '/desk/queue'],
	['POST', '/desk/queue?/take'],
	['GET', `/desk/tickets/${number}`],
	['POST', `/desk/tickets/${number}?/reply`],
	['POST', `/desk/tickets/${number}?/note`],
	['GET', '/desk/admin'],
	['GET', '/desk/profile'],
	['POST', '/desk/profile?/save'],
	...everybodys,
];

const everybodys: [string, string][] = [
	['GET', '/files/00000000-0000-4000-8000-000000000000'],
	['POST', '/uploads/other'],
	['POST', '/drafts'],
	['POST', '/sessions'],
	['GET', '/factors/codes'],
	['POST', '/factors/codes?/renew'],
	['POST', '/factors/remove/00000000-0000-4000-8000-000000000000?/remove'],
];

/** The same session, as if its login had stopped at this step. */
async function halfWay(stage: Demonstration, visitor: Visitor, step: string): Promise<Visitor> {
	await stage.query(
		`update session set step = $1 where id = (select id from session where step = 'open' order by created_at desc limit 1)`,
		[step],
	);
	return visitor;
}

/** Gives an account an app without the pages, for what needs no browser; answers the secret. */
async function giveApp(stage: Demonstration, code: string): Promise<string> {
	const { base32 } = new Secret({ size: 20 });
	await stage.query(
		`insert into authenticator (account_id, kind, name, secret, confirmed_at)
		select id, 'totp', 'phone', $1, now() from account where kind = 'customer' and login = lower($2)`,
		[base32, code],
	);
	return base32;
}
