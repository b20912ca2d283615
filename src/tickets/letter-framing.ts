import type { Reading } from '../database/connection.ts';
import { findCustomer } from '../customers/finding.ts';
import type { Customer } from '../customers/customer.ts';
import { config } from '../config.server.ts';
import { isLocale, type Locale } from '../identity/account.ts';
import type { Letter } from '../mail/letter.ts';
import { m } from '../paraglide/messages.js';
import { ticketsVisibleTo } from './finding.ts';

type Framed = {
	locale: Locale;
	customer: Customer;
	ticket: { number: number; subject: string; product: string };
	/** The letter with its greeting, but for what it says. */
	letter: Omit<Letter, 'heading'>;
};

/** What every letter about a ticket has in common, for one of its customers, in his language; null when he may not see it any more. */
export async function frameTicketLetter(
	db: Reading,
	{ accountId, number }: { accountId: number; number: number },
	brand: string,
): Promise<Framed | null> {
	const customer = await findCustomer(db, accountId);
	const ticket = await ticketsVisibleTo(db, { kind: 'customer', id: accountId })
		.innerJoin('product as p', 'p.slug', 't.product')
		.select(['t.number', 't.subject', 'p.name as product'])
		.where('t.number', '=', number)
		.executeTakeFirst();
	if (!ticket || !isLocale(customer.locale)) return null;
	const locale = customer.locale;
	const { origin } = config();
	const { host, hostname } = new URL(origin);
	const letter = {
		to: { name: customer.company, address: customer.email },
		locale,
		subject: `[${ticket.number}] ${ticket.subject}`,
		paragraphs: [m.mail_greeting({ company: customer.company }, { locale })],
		button: { label: m.mail_open_ticket({}, { locale }), href: `${origin}/tickets/${ticket.number}` },
		footer: [m.mail_answer_in_portal({}, { locale }), m.mail_sent_by({ brand, address: host }, { locale })],
		thread: `<ticket-${ticket.number}@${hostname}>`,
	};
	return { locale, customer, ticket, letter };
}
