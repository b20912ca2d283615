import { afterEach, beforeEach, describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { openMailSink, type MailSink } from '../../tests/smtp.ts';
import type { Reading } from '../database/connection.ts';
import { smtpCarrier } from './carrying.ts';
import { deliverDue } from './delivering.ts';
import type { Letter } from './letter.ts';

const letter: Letter = {
	to: { name: 'Officina Ferri', address: 'c1001@workshop.example' },
	locale: 'ru',
	subject: '[1042] Ошибка чтения — protocol 604',
	heading: 'Новый ответ по тикету 1042: Ошибка чтения',
	paragraphs: ['Здравствуйте!'],
	button: { label: 'Открыть тикет', href: 'https://support.example.com/tickets/1042' },
	footer: ['Отвечайте на портале.'],
	thread: '<ticket-1042@support.example.com>',
};
const mail = { id: 1, messageId: '<ticket-1042-event-7.3@support.example.com>' };
const sender = { name: 'Serialdesk', address: 'support@support.example.com' };

let sink: MailSink;
let carry: ReturnType<typeof smtpCarrier>;

beforeEach(async () => {
	sink = await openMailSink();
	carry = smtpCarrier(sink.url, sender);
});

afterEach(async () => {
	carry.close();
	await sink.close();
});

describe('a letter over SMTP', () => {
	test('arrives with subject, text and HTML in its language', async () => {
		await carry(letter, mail);
		const received = await sink.waitFor(() => true);
		expect(received.subject).toBe(letter.subject);
		expect(received.text).toContain('https://support.example.com/tickets/1042');
		expect(received.html).toContain('Новый ответ по тикету 1042');
		expect(received.envelope).toEqual({ from: sender.address, to: ['c1001@workshop.example'] });
	});

	test('says that a machine wrote it, which ticket it belongs to, and is the same letter at every try', async () => {
		await carry(letter, mail);
		await carry(letter, mail);
		await expect.poll(() => sink.mails.length).toBe(2);
		for (const { headers } of sink.mails) {
			expect(headers).toMatchObject({
				'auto-submitted': 'auto-generated',
				'content-language': 'ru',
				references: letter.thread,
				'in-reply-to': letter.thread,
				'message-id': mail.messageId,
			});
		}
	});

	test('has one recipient and no header of a stranger’s making, whatever the company is called', async () => {
		const names = [
			'a@x.test,b@y.test',
			'Ferri\r\nBcc: thief@x.test',
			'"Ferri" <thief@x.test>',
			'Ferri;\0\u2028,<b@y.test>',
		];
		for (const name of names) await carry({ ...letter, to: { ...letter.to, name } }, mail);
		await expect.poll(() => sink.mails.length).toBe(names.length);
		for (const { envelope, headers } of sink.mails) {
			expect(envelope.to).toEqual(['c1001@workshop.example']);
			expect(headers).not.toHaveProperty('bcc');
		}
	});

	test('never reaches a second address hidden in the first', async () => {
		const addresses = [
			'a@x.test,b@y.test',
			'a@x.test b@y.test',
			'a@x.test\r\nRCPT TO:<b@y.test>',
			'<a@x.test>,<b@y.test>',
		];
		for (const address of addresses) {
			await carry({ ...letter, to: { name: 'Ferri', address } }, mail).catch(() => {});
		}
		for (const { envelope } of sink.mails) expect(envelope.to).toHaveLength(1);
		expect(sink.mails.flatMap(({ envelope }) => envelope.to)).not.toContain('b@y.test');
	});

	test('keeps a subject with line breaks, NUL and 5,000 characters in one header', async () => {
		const subject = `[1042] one\r\nBcc: thief@x.test\u2028two\0 ${'Ж'.repeat(5_000)}`;
		await carry({ ...letter, subject }, mail);
		const received = await sink.waitFor(() => true);
		expect(received.headers).not.toHaveProperty('bcc');
		expect(received.subject.slice(0, 33)).toBe('[1042] one Bcc: thief@x.test two ');
		expect(received.subject.trimEnd()).toMatch(/ Ж{5000}$/);
	});
});

describe('a mail server that refuses', () => {
	test('is tried again within a minute, and the letter arrives once', async ({ db, cast }) => {
		await putInOutbox(db, cast.master.actor.id);
		sink.refuseWith(451);
		expect(await deliverDue(db, async () => letter, carry)).toBe(0);
		const waiting = await outgoing(db);
		expect(waiting).toMatchObject({ state: 'waiting', attempts: 1 });
		expect(waiting.next_try_at.getTime() - Date.now()).toBeLessThanOrEqual(60_000);

		sink.refuseWith(undefined);
		await db.updateTable('outgoing_mail').set({ next_try_at: new Date() }).execute();
		expect(await deliverDue(db, async () => letter, carry)).toBe(1);
		expect(await outgoing(db)).toMatchObject({ state: 'sent', attempts: 2, last_error: null });
		expect(await deliverDue(db, async () => letter, carry)).toBe(0);
		expect(sink.mails).toHaveLength(1);
	});
});

async function putInOutbox(db: Reading, accountId: number): Promise<void> {
	const details = JSON.stringify({ ticket: 1042, event: 7 });
	await db
		.insertInto('outgoing_mail')
		.values({
			account_id: accountId,
			letter: 'ticket-answered',
			event_key: 'ticket-1042-event-7',
			details,
			message_id: mail.messageId,
		})
		.execute();
}

function outgoing(db: Reading) {
	return db
		.selectFrom('outgoing_mail')
		.select(['state', 'attempts', 'next_try_at', 'last_error'])
		.executeTakeFirstOrThrow();
}
