import { sql } from 'kysely';
import { wantsNotice } from '../customers/profile-finding.ts';
import type { Reading } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { DueMail, Letter } from '../mail/letter.ts';
import { m } from '../paraglide/messages.js';
import { frameTicketLetter } from '../tickets/letter-framing.ts';
import { formatDateTime } from '../ui/format.ts';
import { expectedIn, missingOf, presentIn } from './arrival.ts';
import { listInWords } from './arrival-words.ts';
import { listItems, readArrivals, readForm } from './finding.ts';
import { stepWords } from './step-words.ts';

type Inputs = { until: string; reason: string; carrier: string; tracking: string; missing: string };
type Words = (inputs: Inputs, options: { locale: Locale }) => string;

const paragraphs: Record<string, Words> = {
	'rma-authorise': m.mail_rma_authorise,
	'rma-complete': m.mail_rma_complete,
	'rma-send': m.mail_rma_send,
	'rma-receive': (inputs, options) =>
		inputs.missing ? m.mail_rma_receive_incomplete(inputs, options) : m.mail_rma_receive({}, options),
	'rma-refuse': m.mail_rma_refuse,
	'rma-inspect': m.mail_rma_inspect,
	'rma-quote': m.mail_rma_quote,
	'rma-accept': m.mail_rma_accept,
	'rma-decline': m.mail_rma_decline,
	'rma-repair': m.mail_rma_repair,
	'rma-replace': m.mail_rma_replace,
	'rma-return': m.mail_rma_return,
	'rma-ship': m.mail_rma_ship,
	'rma-close': m.mail_rma_close,
	'rma-cancel': m.mail_rma_cancel,
	'rma-expire': m.mail_rma_expire,
};

export function isRmaLetter(letter: string): boolean {
	return Object.hasOwn(paragraphs, letter);
}

/**
 * The letter about a step of an RMA (product.md R4, M9), in the customer's language; null when he may not see the ticket any more,
 * or does without letters about its state. What is said beyond the step is for who sends the parcel alone.
 */
export async function composeRmaLetter(db: Reading, mail: DueMail, brand: string): Promise<Letter | null> {
	const paragraph = paragraphs[mail.letter];
	if (!paragraph || !(await wantsNotice(db, mail.accountId, 'status'))) return null;
	const framed = await frameTicketLetter(
		db,
		{ accountId: mail.accountId, number: Number(mail.details['ticket']) },
		brand,
	);
	const told = framed && (await findTold(db, mail));
	if (!told) return null;
	const { locale, customer, letter } = framed;
	const until = formatDateTime(told.expiresAt, locale, customer.timeZone, 'date');
	const { reason = '', carrier = '', tracking = '' } = told.facts;
	const missing = told.facts.missing ? await missingInWords(db, told, locale) : '';
	const inputs = { until, reason, carrier, tracking, missing };
	const said = told.customerId === mail.accountId ? [paragraph(inputs, { locale })] : [];
	return {
		...letter,
		heading: stepWords(told.step, String(told.number), { locale }),
		paragraphs: [...letter.paragraphs, ...said],
	};
}

type Told = {
	number: number;
	customerId: number;
	expiresAt: Date;
	step: string;
	facts: { reason?: string; carrier?: string; tracking?: string; missing?: string[] };
};

async function findTold(db: Reading, mail: DueMail): Promise<Told | undefined> {
	const row = await db
		.selectFrom('ticket_event as e')
		.innerJoin('rma as r', (join) => join.on(sql<boolean>`r.number = (e.details ->> 'rma')::bigint`))
		.innerJoin('rma_step as s', (join) => join.on(sql<boolean>`s.id = (e.details ->> 'of')::bigint`))
		.select(['r.number', 'r.customer_id as customerId', 'r.expires_at as expiresAt', 's.step', 's.details as facts'])
		.where('e.id', '=', Number(mail.details['event']))
		.where('e.kind', '=', 'rma')
		.executeTakeFirst();
	return row && { ...row, facts: row.facts as Told['facts'] };
}

/** What was not in the parcel though its form says so, as its sender calls it. */
async function missingInWords(db: Reading, told: Told, locale: Locale): Promise<string> {
	const expected = expectedIn(await listItems(db, told, locale), await readForm(db, told));
	return listInWords(missingOf(expected, presentIn(await readArrivals(db, told))), locale);
}
