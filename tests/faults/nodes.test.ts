import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneDemonstration, filesOn, openTicket, password, soundVisitor, units } from '../demonstration.ts';
import { logIn } from '../embedded.ts';
import type { Visitor } from '../http.ts';
import { startLoad } from '../load.ts';
import { startPortal, type Portal } from '../portal.ts';
import { openMailSink, type MailSink } from '../smtp.ts';

const dataDirectory = mkdtempSync(path.join(tmpdir(), 'serialdesk-nodes-'));
let sink: MailSink;
let databaseUrl: string;
let one: Portal;
let other: Portal;

beforeAll(async () => {
	sink = await openMailSink();
	databaseUrl = await cloneDemonstration();
	const start = () => startPortal({ databaseUrl, dataDirectory, env: { SERIALDESK_DEMO: 'off', SMTP_URL: sink.url } });
	one = await start();
	other = await start();
});

afterAll(async () => {
	await Promise.all([one?.stop('SIGKILL'), other?.stop('SIGKILL')]);
	await sink?.close();
	rmSync(dataDirectory, { recursive: true, force: true });
});

test('a session, a ticket and a file of one node are there on the other at once, and a logout too', async () => {
	const here = soundVisitor(one.origin);
	await here.login('C5001', password);
	const there = sameSession(here, other);
	const files = [{ field: 'file.tool-log', name: 'read.log', body: 'read by both' }];
	const number = await openTicket(here, units.english, {}, files);
	const page = await there(`/tickets/${number}`);
	expect(page.status).toBe(200);
	expect((await there(filesOn(page.text)[0] ?? '')).text).toBe('read by both');
	await here.post('/logout');
	expect((await there(`/tickets/${number}`)).status).toBe(303);
});

test('two technicians on two nodes take one ticket once, and each letter is sent once', async () => {
	const customer = soundVisitor(one.origin);
	await customer.login('C5001', password);
	const [elisa, dario] = [soundVisitor(one.origin), soundVisitor(other.origin)];
	await elisa.loginAtDesk('technician@serialdesk.test', password);
	await dario.loginAtDesk('supervisor@serialdesk.test', password);
	const numbers: number[] = [];
	for (let count = 0; count < 8; count++) {
		const number = await openTicket(customer, units.english);
		const answers = await Promise.all([elisa, dario].map((member) => member.post(`/desk/tickets/${number}?/take`)));
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
		numbers.push(number);
	}
	const letters = () =>
		numbers.map((number) => sink.mails.filter(({ subject }) => subject.startsWith(`[${number}]`)).length);
	await expect.poll(letters, { timeout: 20_000 }).toEqual(numbers.map(() => 2));
	await sleep(500);
	expect(letters()).toEqual(numbers.map(() => 2));
});

test('SIGTERM under load: every request that was taken is answered, and what was answered is kept', async () => {
	const load = startLoad(await logIn(one.origin, 8));
	await sleep(1000);
	const asked = performance.now();
	const ended = one.stop('SIGTERM');
	await sleep(1000);
	await load.stop();
	expect(await ended).toBe(0);
	expect(performance.now() - asked).toBeLessThan(15_000);
	expect(load.odd).toEqual([]);
	expect(load.broken).toEqual([]);
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	const { rows } = await client.query('select 1 from ticket where subject = any($1)', [
		[...load.acknowledged.tickets.keys()],
	]);
	await client.end();
	expect(rows.length).toBeGreaterThan(0);
	expect(rows).toHaveLength(load.acknowledged.tickets.size);
	const rest = soundVisitor(other.origin);
	await rest.login('C5001', password);
	expect((await rest.get('/tickets')).status).toBe(200);
});

/** Asks another node with the cookies of this one's visitor. */
function sameSession(visitor: Visitor, portal: Portal) {
	const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	return (page: string) => soundVisitor(portal.origin).get(page, { cookie });
}
