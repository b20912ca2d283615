import type { Reading } from '../database/connection.ts';
import type { Notice } from '../customers/notice.ts';
import { wantsNotice } from '../customers/profile-finding.ts';
import type { Locale } from '../identity/account.ts';
import type { DueMail, Letter } from '../mail/letter.ts';
import { m } from '../paraglide/messages.js';
import { messagesVisibleTo } from './finding.ts';
import { frameTicketLetter } from './letter-framing.ts';

type Words = (inputs: { number: string; subject: string; product: string }, options: { locale: Locale }) => string;

/** Where each letter's words are, and which choice of the customer's it belongs to (product.md E6). */
const texts: Record<string, { heading: Words; paragraph: Words; notice: Notice }> = {
	'ticket-opened': { heading: m.mail_opened_heading, paragraph: m.mail_opened_paragraph, notice: 'own' },
	'ticket-taken': { heading: m.mail_taken_heading, paragraph: m.mail_taken_paragraph, notice: 'status' },
	'ticket-answered': { heading: m.mail_answered_heading, paragraph: m.mail_answered_paragraph, notice: 'answered' },
	'ticket-closed': { heading: m.mail_closed_heading, paragraph: m.mail_closed_paragraph, notice: 'status' },
	'ticket-closed-silent': {
		heading: m.mail_closed_silent_heading,
		paragraph: m.mail_closed_silent_paragraph,
		notice: 'status',
	},
	'ticket-reminded': { heading: m.mail_reminded_heading, paragraph: m.mail_reminded_paragraph, notice: 'answered' },
	'ticket-reopened': { heading: m.mail_reopened_heading, paragraph: m.mail_reopened_paragraph, notice: 'status' },
};

/**
 * The letter about an event of a ticket, for one of its customers, in his language; null when he may not see the ticket any
 * more, or does without such letters.
 * Support's words are quoted; a note is never: only the event's own message is read, and only when it is for customers.
 */
export async function composeTicketLetter(db: Reading, mail: DueMail, brand: string): Promise<Letter | null> {
	const words = texts[mail.letter];
	if (!words || !(await wantsNotice(db, mail.accountId, words.notice))) return null;
	const framed = await frameTicketLetter(
		db,
		{ accountId: mail.accountId, number: Number(mail.details['ticket']) },
		brand,
	);
	if (!framed) return null;
	const { locale, ticket, letter } = framed;
	const inputs = { ...ticket, number: String(ticket.number) };
	return {
		...letter,
		heading: words.heading(inputs, { locale }),
		paragraphs: [...letter.paragraphs, words.paragraph(inputs, { locale })],
		quote: await quoteOf(db, mail, locale, brand),
	};
}

async function quoteOf(db: Reading, mail: DueMail, locale: Letter['locale'], brand: string): Promise<Letter['quote']> {
	const message = await messagesVisibleTo(db, { kind: 'customer', id: mail.accountId })
		.innerJoin('ticket_event as e', 'e.message_id', 'm.id')
		.leftJoin('customer as c', 'c.id', 'm.account_id')
		.select(['m.body_text as text', 'm.kind', 'm.account_id as authorId', 'c.company'])
		.where('t.number', '=', Number(mail.details['ticket']))
		.where('e.id', '=', Number(mail.details['event']))
		.executeTakeFirst();
	if (!message?.text) return undefined;
	const { text, kind, authorId, company } = message;
	if (kind === 'support') return { from: m.mail_support_wrote({ brand }, { locale }), text };
	if (authorId === mail.accountId) return { from: m.mail_you_wrote({}, { locale }), text };
	return { from: m.mail_customer_wrote({ company: company ?? '' }, { locale }), text };
}
