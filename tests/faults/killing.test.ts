import { randomUUID } from 'node:crypto';
import { rmSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTicket, password, servingProcess, soundVisitor, units } from '../demonstration.ts';
import { logIn, startInstallation, type Installation } from '../embedded.ts';
import type { Visitor } from '../http.ts';
import { fileOf, permit, startLoad, startPermitting, type Acknowledged, type Load } from '../load.ts';
import type { Portal } from '../portal.ts';
import { openMailSink, type MailSink } from '../smtp.ts';

let sink: MailSink;
let installation: Installation;
let written: Load;
let permitted: ReturnType<typeof startPermitting>;
const tickets: number[] = [];

// Customers write and technicians let units be sent back, until the process is killed; then it starts again.
beforeAll(async () => {
	sink = await openMailSink();
	installation = await startInstallation(sink.url);
	const { portal } = installation;
	const customers = await logIn(portal.origin, 8);
	const technicians = [await technician(portal), await technician(portal)];
	for (const _ of technicians) tickets.push(await openTicket(customers[0]!, units.english));
	written = startLoad(customers);
	permitted = startPermitting(
		technicians.map((visitor, nth) => ({ visitor, ticket: tickets[nth]! })),
		await formsOf(500),
	);
	const { acknowledged } = written;
	const done = () => Math.min(acknowledged.replies.size, permitted.permissions.length);
	await vi.waitUntil(() => done() > 40, { timeout: 60_000 });
	process.kill(servingProcess(portal), 'SIGKILL');
	await portal.stop('SIGKILL');
	await Promise.all([written.stop(), permitted.stop()]);
	await installation.startAgain();
});

afterAll(async () => {
	await installation?.portal.stop('SIGINT');
	await sink?.close();
	rmSync(installation?.folder, { recursive: true, force: true });
});

test('kill -9 while eight customers write: what was acknowledged is there once and whole, what was not is whole or absent', async () => {
	expect(written.odd).toEqual([]);
	expect(written.acknowledged.replies.size).toBeGreaterThan(8);
	await expectWhole(written.acknowledged);
	await expectNothingHalf();
});

test('kill -9 while technicians authorise: no number is given twice, and a form that is sent again gets the RMA that it had', async () => {
	expect(permitted.odd).toEqual([]);
	const { permissions } = permitted;
	const acknowledged = permissions.flatMap(({ number }) => number ?? []);
	expect(acknowledged.length).toBeGreaterThan(8);
	expect(new Set(acknowledged).size).toBe(acknowledged.length);
	const visitor = await technician(installation.portal);
	const unanswered = permissions.filter(({ number }) => number === undefined);
	for (const permission of unanswered) permission.number = await permit(visitor, permission);
	for (const permission of permissions.slice(0, 4)) expect(await permit(visitor, permission)).toBe(permission.number);
	const rows = await installation.query<{ number: number; unit: string }>(
		`select r.number::int, i.unit_id::text as unit from rma r join rma_item i on i.rma_number = r.number
		where r.ticket_number = any($1)`,
		[tickets],
	);
	expect(rows).toHaveLength(permissions.length);
	expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
	const byUnit = new Map(rows.map(({ number, unit }) => [unit, number]));
	expect(byUnit).toEqual(new Map(permissions.map(({ form, number }) => [form['item'], number])));
});

test('kill -9 while letters are sent: each arrives, and only one that was on its way may come twice', async () => {
	// The letter that was being sent when the process died waits a minute for its sender: that minute passes now.
	await installation.query(`update outgoing_mail set next_try_at = now() where state = 'waiting'`);
	const letters = () => sink.mails.map(({ headers }) => headers['message-id']);
	const due = await installation.query<{ id: string }>('select message_id as id from outgoing_mail');
	await expect
		.poll(() => due.filter(({ id }) => !letters().includes(id)), { timeout: 40_000, interval: 250 })
		.toEqual([]);
	expect(letters().length - new Set(letters()).size).toBeLessThanOrEqual(4);
});

async function technician(portal: Portal): Promise<Visitor> {
	const visitor = soundVisitor(portal.origin);
	await visitor.loginAtDesk('technician@serialdesk.test', password);
	return visitor;
}

/** Forms for as many new units of the English customer. */
async function formsOf(count: number): Promise<Record<string, string>[]> {
	const made = await installation.query<{ id: string }>(
		`insert into unit (product, serial, customer_id) select 'kessv2', 'KX-' || n, c.id
		from customer as c, generate_series(1, $1::int) as n where c.code = 'C5001' returning id::text`,
		[count],
	);
	const ends = { sender: 'C5001', branch: 'italy', shown: 'italy C5001' };
	const terms = { warranty: 'yes', days: '30', instructions: 'Pack it well.', search: '' };
	return made.map(({ id }) => ({ key: `form-${randomUUID()}`, item: id, ...ends, ...terms }));
}

async function expectWhole({ tickets, replies }: Acknowledged): Promise<void> {
	const rows = await installation.query<{ number: number; subject: string; file: string; size: number }>(
		`select t.number::int, t.subject, f.stored_as as file, f.size::int from ticket t
		join message m on m.ticket_number = t.number join message_attachment ma on ma.message_id = m.id
		join attachment f on f.id = ma.attachment_id where t.subject = any($1)`,
		[[...tickets.keys()]],
	);
	expect(new Map(rows.map(({ subject, number }) => [subject, number]))).toEqual(tickets);
	expect(rows).toHaveLength(tickets.size);
	for (const { subject, file, size } of rows) {
		const stored = readFileSync(path.join(installation.folder, 'files', file), 'utf8');
		expect(stored === fileOf(subject) && stored.length === size).toBe(true);
	}
	const said = await installation.query<{ number: number; text: string }>(
		'select ticket_number::int as number, body_text as text from message where body_text = any($1)',
		[[...replies.keys()]],
	);
	expect(said).toHaveLength(replies.size);
	expect(new Map(said.map(({ text, number }) => [text, number]))).toEqual(replies);
}

/** Every ticket of the load has its message, its file, its event and its letter: they were written together or not at all. */
async function expectNothingHalf(): Promise<void> {
	const half = await installation.query(
		`select t.number from ticket t where t.subject like 'Ticket ________-____-____-____-____________' and (
			(select count(*) from ticket_event e where e.ticket_number = t.number and e.kind = 'opened') <> 1
			or (select count(*) from outgoing_mail o where o.details ->> 'ticket' = t.number::text and o.letter = 'ticket-opened') <> 1
			or not exists (select from message m join message_attachment ma on ma.message_id = m.id where m.ticket_number = t.number))`,
	);
	expect(half).toEqual([]);
	const twice = await installation.query(
		`select subject from ticket where subject like 'Ticket %-%' group by 1 having count(*) > 1`,
	);
	expect(twice).toEqual([]);
}
