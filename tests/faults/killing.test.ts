import { rmSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servingProcess } from '../demonstration.ts';
import { logIn, startInstallation, type Installation } from '../embedded.ts';
import { fileOf, startLoad, type Acknowledged } from '../load.ts';
import { openMailSink, type MailSink } from '../smtp.ts';

let sink: MailSink;
let installation: Installation;

beforeAll(async () => {
	sink = await openMailSink();
	installation = await startInstallation(sink.url);
});

afterAll(async () => {
	await installation?.portal.stop('SIGINT');
	await sink?.close();
	rmSync(installation?.folder, { recursive: true, force: true });
});

test('kill -9 while eight customers write: what was acknowledged is there once and whole, what was not is whole or absent', async () => {
	const { portal } = installation;
	const load = startLoad(await logIn(portal.origin, 8));
	await sleep(2500);
	process.kill(servingProcess(portal), 'SIGKILL');
	await portal.stop('SIGKILL');
	await load.stop();
	await installation.startAgain();
	expect(load.odd).toEqual([]);
	expect(load.acknowledged.replies.size).toBeGreaterThan(8);
	await expectWhole(load.acknowledged);
	await expectNothingHalf();

	// The letter that was being sent when the process died waits a minute for its sender: that minute passes now.
	await installation.query(`update outgoing_mail set next_try_at = now() where state = 'waiting'`);
	const letters = () => sink.mails.map(({ headers }) => headers['message-id']);
	const due = await installation.query<{ id: string }>('select message_id as id from outgoing_mail');
	await expect
		.poll(() => due.filter(({ id }) => !letters().includes(id)), { timeout: 40_000, interval: 250 })
		.toEqual([]);
	// Only a letter that was on its way at that very moment may have come twice.
	expect(letters().length - new Set(letters()).size).toBeLessThanOrEqual(4);
});

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
