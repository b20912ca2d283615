import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { open, request, words } from '../../tests/ticketing.ts';
import type { DueMail } from '../mail/letter.ts';
import { addNote, answer } from './answering.ts';
import { composeTicketLetter } from './letters.ts';
import { openTicket } from './opening.ts';

async function waiting(trx: Writing, letter: string): Promise<DueMail> {
	const row = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('letter', '=', letter)
		.executeTakeFirstOrThrow();
	return { ...row, details: row.details as DueMail['details'] };
}

describe('the letter about a ticket', () => {
	test('is in the customer’s language, with number, subject and a link to the public address', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const letter = await composeTicketLetter(trx, await waiting(trx, 'ticket-opened'), 'Acme');
		expect(letter).toMatchObject({
			locale: 'it',
			to: { name: 'Officina Ferri', address: cast.master.email },
			subject: `[${number}] Reading stops at 40 %`,
			button: { label: 'Apri il ticket', href: `http://localhost:3000/tickets/${number}` },
		});
	});

	test('speaks the language of the moment it is sent', async ({ trx, cast, clock }) => {
		await open(trx, cast.master.actor, cast.units.master, clock.now);
		await trx.updateTable('account').set({ locale: 'ru' }).where('id', '=', cast.master.actor.id).execute();
		const letter = await composeTicketLetter(trx, await waiting(trx, 'ticket-opened'), 'Acme');
		expect(letter?.button?.label).toBe('Открыть тикет');
	});

	test('quotes support’s answer and never a note', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await addNote(trx, cast.technician.actor, number, words('a secret of ours'), clock.now);
		await answer(trx, cast.technician.actor, number, words('Send the log'), clock.now);
		const letter = await composeTicketLetter(trx, await waiting(trx, 'ticket-answered'), 'Acme');
		expect(letter?.quote?.text).toBe('Send the log');
		expect(JSON.stringify(letter)).not.toContain('secret');
	});

	test('is not written to somebody who does not see the ticket any more', async ({ trx, cast, clock }) => {
		await open(trx, cast.master.actor, cast.units.master, clock.now);
		const mail = await waiting(trx, 'ticket-opened');
		expect(await composeTicketLetter(trx, { ...mail, accountId: cast.stranger.actor.id }, 'Acme')).toBeNull();
	});

	test('carries hostile words as text', async ({ trx, cast, clock }) => {
		const subject = '<script>alert(1)</script>';
		await openTicket(trx, cast.master.actor, request({ product: 'k-tag', serial: 'KT-0001-A', subject }), clock.now);
		const letter = await composeTicketLetter(trx, await waiting(trx, 'ticket-opened'), 'Acme');
		expect(letter?.subject).toContain(subject);
	});
});
