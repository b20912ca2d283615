import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { stampAt } from '../administering.ts';
import { mainOf, openTicket, password, test, units, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

const staffPages = ['/desk/admin/staff', '/desk/admin/providers'];

async function memberId(stage: Demonstration, email: string): Promise<number> {
	const [row] = await stage.query<{ id: number }>('select id::int as id from staff where lower(email) = lower($1)', [
		email,
	]);
	if (!row) throw new Error(`there is no ${email}`);
	return row.id;
}

async function invite(admin: Visitor, fields: Record<string, string | string[]>) {
	const nobody = { language: 'en', zone: '', role: 'technician', branch: ['italy'] };
	return admin.post('/desk/admin/staff/invite?/invite', { ...nobody, ...fields });
}

/** An auditor at work: invited once, and past what his letter asks of him. */
async function auditorAt(stage: Demonstration): Promise<Visitor> {
	const auditor = { name: 'Aldo Revisi', email: 'aldo@maker.example', role: 'auditor', branch: [] };
	await invite(await stage.staff('admin'), auditor);
	await stage.query(
		`update account set second_factor_waived = true, password_hash =
			(select password_hash from account where login = 'admin@serialdesk.test') where login = 'aldo@maker.example'`,
	);
	const visitor = stage.visitor();
	await visitor.loginAtDesk(auditor.email, password);
	return visitor;
}

describe('the administration of staff', () => {
	test('is read by administrators and auditors, changed by administrators, and shut for everybody else', async ({
		stage,
	}) => {
		const admin = await stage.staff('admin');
		const id = await memberId(stage, 'technician@serialdesk.test');
		const posts = [
			'/desk/admin/staff/invite?/invite',
			...['change', 'again', 'reset', 'return'].map((action) => `/desk/admin/staff/${id}?/${action}`),
			`/desk/admin/staff/${id}/leave?/leave`,
			'/desk/admin/providers/add?/add',
			...['change', 'check', 'remove'].map((action) => `/desk/admin/providers/1?/${action}`),
		];
		const auditor = await auditorAt(stage);
		for (const page of [...staffPages, `/desk/admin/staff/${id}`]) {
			expect((await admin.get(page)).status).toBe(200);
			const { status, text } = await auditor.get(page);
			expect(status).toBe(200);
			expect(/<main[\s\S]*<\/main>/.exec(text)?.[0]).not.toMatch(/<form|\/leave"|\/invite"|\/add"/);
		}
		const [technician, supervisor] = [await stage.staff('technician'), await stage.staff('supervisor')];
		const others = { technician, supervisor, customer: await stage.customer('C5001') };
		for (const [who, visitor] of Object.entries({ ...others, auditor }))
			for (const post of posts) expect(`${who} ${(await visitor.post(post)).status}`).toBe(`${who} 403`);
		for (const visitor of Object.values(others))
			for (const page of [...staffPages, `/desk/admin/staff/${id}`])
				expect((await visitor.get(page)).status).toBe(403);
		expect((await stage.visitor().get('/desk/admin/staff')).location).toMatch(/^\/desk\/login/);
		const mine = await stage.query(
			`select from account where login = 'technician@serialdesk.test' and disabled_at is null`,
		);
		expect(mine).toHaveLength(1);
	});

	test('an auditor reads tickets and changes none', async ({ stage }) => {
		const customer = await stage.customer('C5001');
		const number = await openTicket(customer, units.english);
		const auditor = await auditorAt(stage);
		expect((await auditor.get(`/desk/tickets/${number}`)).status).toBe(200);
		const posts: [string, Record<string, string>][] = [
			['/desk/queue?/next', {}],
			['/desk/queue?/take', { number: String(number) }],
			[`/desk/tickets/${number}?/take`, {}],
			[`/desk/tickets/${number}?/reply`, { message: 'x' }],
			[`/desk/tickets/${number}?/note`, { note: 'x' }],
			[`/desk/tickets/${number}?/close`, { solution: '' }],
		];
		for (const [path, fields] of posts)
			expect(`${path} ${(await auditor.post(path, fields)).status}`).toBe(`${path} 403`);
		expect((await customer.get(`/tickets/${number}`)).text).toContain('data-status="new"');
	});

	test('refuses what does not fit, with all that was typed', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const wrong: [Record<string, string | string[]>, number, string][] = [
			[{ name: '', email: 'nora@maker.example' }, 400, 'name'],
			[{ name: 'Nora', email: 'a@x.test,b@y.test' }, 400, 'email'],
			[{ name: 'Nora', email: 'a@x.test\r\nbcc: b@y.test' }, 400, 'email'],
			[{ name: 'Nora', email: 'ADMIN@serialdesk.test' }, 409, 'email'],
			[{ name: 'Nora', email: 'nora@maker.example', branch: [] }, 400, 'branch'],
			[{ name: 'Nora', email: 'nora@maker.example', branch: ['atlantis'] }, 400, ''],
			[{ name: 'Nora', email: 'nora@maker.example', role: 'god' }, 400, 'role'],
			[{ name: 'Nora', email: 'nora@maker.example', zone: 'Mars/Base' }, 400, 'zone'],
			[{ name: 'Nora', email: 'nora@maker.example', password: 'chosen by an administrator' }, 400, ''],
		];
		for (const [fields, status, field] of wrong) {
			const answer = await invite(admin, fields);
			expect(`${JSON.stringify(fields)} ${answer.status}`).toBe(`${JSON.stringify(fields)} ${status}`);
			expect(answer.text).toContain(field ? `id="${field}-error"` : 'data-tone="danger"');
			expect(answer.text).not.toContain('chosen by an administrator');
		}
		expect((await invite(admin, { name: 'Nora', email: 'a@x.test,b@y.test' })).text).toContain('value="Nora"');
		for (const id of ['0', '99999999', 'x', '1e3', '-1']) {
			expect((await admin.get(`/desk/admin/staff/${id}`)).status).toBe(404);
			expect((await admin.post(`/desk/admin/staff/${id}/leave?/leave`)).status).toBe(404);
		}
	});
});

test('of two administrators who change a member at once the second sees what is now, and loses nothing typed', async ({
	stage,
}) => {
	await stage.query(`update account set locale = 'en' where login = 'admin@serialdesk.test'`);
	const admin = await stage.staff('admin');
	const member = `/desk/admin/staff/${await memberId(stage, 'technician.es@serialdesk.test')}`;
	const shown = await stampAt(admin, member);
	const demoted = { name: 'Nuria Vallcorba', role: 'auditor', branch: [], shown };
	expect((await admin.post(`${member}?/change`, demoted)).status).toBe(303);
	const renamed = { name: 'Nuria V. Serra', role: 'technician', branch: ['spain'], shown };
	const refused = await admin.post(`${member}?/change`, renamed);
	expect(refused.status).toBe(409);
	expect(refused.text).toContain('value="Nuria V. Serra"');
	for (const now of ['Now: Nuria Vallcorba', 'Now: Auditor', 'Now: all']) expect(refused.text).toContain(now);
	const [row] = await stage.query(`select role from staff where email = 'technician.es@serialdesk.test'`);
	expect(row).toEqual({ role: 'auditor' });
	// Whoever was told decides.
	const decided = { ...renamed, shown: await stampAt(admin, member) };
	expect(refused.text).toContain(`value="${decided.shown}"`);
	expect((await admin.post(`${member}?/change`, decided)).status).toBe(303);
});

describe('a member who leaves', () => {
	test('is out at the next request of every session, and his tickets wait in the queue', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const [desk, telephone] = [await stage.staff('technician.fr'), await stage.staff('technician.fr')];
		const number = await openTicket(await stage.customer('C2001'), units.slave);
		expect((await desk.post(`/desk/tickets/${number}?/take`)).status).toBe(303);
		const id = await memberId(stage, 'technician.fr@serialdesk.test');
		expect((await admin.get(`/desk/admin/staff/${id}/leave`)).status).toBe(200);
		expect((await telephone.get('/desk/queue')).status).toBe(200);
		const started = performance.now();
		expect(await admin.post(`/desk/admin/staff/${id}/leave?/leave`)).toMatchObject({
			status: 303,
			location: `/desk/admin/staff/${id}?done=left`,
		});
		for (const session of [desk, telephone]) {
			expect(await session.get('/desk/queue')).toMatchObject({ status: 303 });
			expect((await session.post(`/desk/tickets/${number}?/note`, { note: 'x' })).status).toBe(303);
		}
		expect(performance.now() - started).toBeLessThan(1000);
		expect((await admin.get(`/desk/tickets/${number}`)).text).toContain('data-status="new"');
		expect((await admin.get(`/desk/tickets/${number}`)).text).toContain('data-event="given_back"');
		await expect(stage.staff('technician.fr')).rejects.toThrow('answered 400');
	});

	test('loses a role at the next request as well', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const supervisor = await stage.staff('supervisor');
		const id = await memberId(stage, 'supervisor@serialdesk.test');
		const member = `/desk/admin/staff/${id}`;
		const change = { name: 'Supervisor', role: 'technician', branch: ['italy'], shown: await stampAt(admin, member) };
		expect((await admin.post(`${member}?/change`, change)).status).toBe(303);
		expect((await supervisor.get('/desk/queue')).status).toBe(303);
		const again = await stage.staff('supervisor');
		expect((await again.get('/desk/admin')).status).toBe(403);
	});

	test('is not the last administrator', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const id = await memberId(stage, 'admin@serialdesk.test');
		expect((await admin.post(`/desk/admin/staff/${id}/leave?/leave`)).status).toBe(409);
		const shown = await stampAt(admin, `/desk/admin/staff/${id}`);
		const change = { name: 'Admin', role: 'technician', branch: ['italy'], shown };
		const kept = await admin.post(`/desk/admin/staff/${id}?/change`, change);
		expect(kept.status).toBe(409);
		expect(kept.text).toContain('id="role-error"');
		expect(kept.text).not.toContain('Now: ');
		expect((await admin.get('/desk/admin/staff')).status).toBe(200);
	});
});

/** What `serialdesk staff …` says and how it ends, beside the running portal. */
async function command(stage: Demonstration, ...args: string[]) {
	const child = spawn(path.resolve('bin/serialdesk'), ['staff', ...args], {
		env: {
			PATH: process.env['PATH'],
			HOME: process.env['HOME'],
			ORIGIN: stage.portal.origin,
			DATABASE_URL: stage.databaseUrl,
			DATA_DIR: stage.portal.dataDirectory,
			SERIALDESK_DEMO: 'off',
		},
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
	child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
	const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { status, out, err };
}

describe('serialdesk staff add', () => {
	test('prints a link with which the first administrator sets password and second factor', async ({ stage }) => {
		const email = 'prima@maker.example';
		const added = await command(stage, 'add', email, '--name', 'Prima Rossi', '--role', 'administrator');
		expect(added).toMatchObject({ status: 0, err: '' });
		const link = new URL(/https?:\S+/.exec(added.out)?.[0] ?? '');
		expect(link.origin).toBe(stage.portal.origin);
		const prima = stage.visitor();
		// The letter, sent meanwhile, does not take the link's place.
		await stage.sink.waitFor(({ envelope }) => envelope.to.includes(email), 20);
		const shown = await prima.get(link.pathname + link.search);
		expect(shown.status).toBe(200);
		const token = link.searchParams.get('token') ?? '';
		const chosen = 'correct horse of the administrator';
		expect((await prima.post('/password', { token })).status).toBe(303);
		expect((await prima.get('/desk/admin/staff')).location).toMatch(/^\/password/);
		const opened = await prima.post('/password', { password: chosen, confirm: chosen });
		expect(`${opened.status} ${mainOf(opened.text)}`).toMatch(/^303/);
		expect((await prima.get('/desk/admin/staff')).location).toMatch(/^\/factors/);
	});

	test('says what is wrong, and changes nothing', async ({ stage }) => {
		const wrong: [string[], number, RegExp][] = [
			[[], 2, /Usage/],
			[['remove', 'x@maker.example'], 2, /Usage/],
			[['add', 'x@maker.example', '--role', 'auditor'], 2, /--name/],
			[['add', 'x@maker.example', '--name', 'X', '--role', 'king'], 2, /--role is one of/],
			[['add', 'x', '--name', 'X', '--role', 'auditor'], 1, /not one e-mail address/],
			[['add', 'Admin@serialdesk.test', '--name', 'X', '--role', 'auditor'], 1, /already/],
			[['add', 'x@maker.example', '--name', 'X', '--role', 'technician'], 1, /one of italy, france, spain/],
			[['add', 'x@maker.example', '--name', 'X', '--role', 'technician', '--branch', 'rome'], 1, /no such branch/],
		];
		for (const [args, status, words] of wrong) {
			const ended = await command(stage, ...args);
			expect(`${args.join(' ')} ${ended.status}`).toBe(`${args.join(' ')} ${status}`);
			expect(ended.err).toMatch(words);
		}
		expect(await stage.query(`select from staff where email = 'x@maker.example'`)).toEqual([]);
	});
});
