import type { By } from '../audit/entry.ts';
import type { Reading, Writing } from '../database/connection.ts';
import type { CustomerActor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Rma, Shown } from './rma.ts';
import { lockFor, move } from './stepping.ts';

type Technician = { technician: StaffActor; by: By };
type Customer = { customer: CustomerActor; by: By };

/** `amount` in the currency's smallest unit. */
export type QuoteLine = { text: string; amount: number };
export type NewQuote = {
	lines: QuoteLine[];
	currency: string;
	vatNote: string;
	/** 'YYYY-MM-DD', the last day. */ validUntil: string;
};
export type Quote = NewQuote & { id: number; total: number; madeAt: Date; answer: 'accepted' | 'declined' | null };

/** What a repair would cost; a later one takes the place of the one before. @throws Refusal as `inspect`, and `form-invalid` */
export async function makeQuote(
	trx: Writing,
	{ technician, by }: Technician,
	shown: Shown,
	quote: NewQuote,
	now: Date,
): Promise<void> {
	const { lines, currency, vatNote, validUntil } = quote;
	const total = lines.reduce((sum, { amount }) => sum + amount, 0);
	if (
		lines.length === 0 ||
		lines.some(({ text, amount }) => !text.trim() || !Number.isSafeInteger(amount)) ||
		total < 0
	)
		throw new Refusal('form-invalid');
	const rma = await lockFor(trx, technician, 'quote', shown);
	await trx
		.insertInto('rma_quote')
		.values({
			rma_number: rma.number,
			lines: JSON.stringify(lines),
			currency,
			total,
			vat_note: vatNote,
			valid_until: validUntil,
			made_at: now,
		})
		.execute();
	await move(trx, { actor: technician, by }, { step: 'quote', rma, facts: { total, currency, validUntil } }, now);
}

/** The quote that counts, of an RMA that the caller has found as himself: the last one. */
export async function findQuote(db: Reading, { number }: Pick<Shown, 'number'>): Promise<Quote | undefined> {
	const row = await db
		.selectFrom('rma_quote')
		.select(['id', 'lines', 'currency', 'total', 'vat_note as vatNote', 'valid_until as validUntil'])
		.select(['made_at as madeAt', 'answer'])
		.where('rma_number', '=', number)
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row && { ...row, lines: row.lines as QuoteLine[], answer: row.answer as Quote['answer'] };
}

/**
 * The customer accepts or declines the quote that was before his eyes, on its last day at the latest in his zone.
 * @throws Refusal `not-found`, `changed-meanwhile`, `rma-elsewhere`, `rma-quote-over`
 */
export async function answerQuote(
	trx: Writing,
	{ customer, by }: Customer,
	shown: Shown & { timeZone: string },
	answer: 'accepted' | 'declined',
	now: Date,
): Promise<void> {
	const step = answer === 'accepted' ? 'accept' : 'decline';
	const rma = await lockFor(trx, customer, step, shown);
	const quote = await findQuote(trx, rma);
	if (!quote) throw new Error(`RMA ${rma.number} was quoted without a quote`);
	const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(shown.timeZone).toPlainDate();
	if (answer === 'accepted' && Temporal.PlainDate.compare(today, quote.validUntil) > 0)
		throw new Refusal('rma-quote-over');
	await trx.updateTable('rma_quote').set({ answer, answered_at: now }).where('id', '=', quote.id).execute();
	await move(
		trx,
		{ actor: customer, by },
		{ step, rma, facts: { total: quote.total, currency: quote.currency } },
		now,
	);
}

/** Every quote of an RMA that staff have found as themselves, with what the customer said to it; the last one, which counts, first. */
export async function listQuotes(db: Reading, { number }: Pick<Rma, 'number'>): Promise<Quote[]> {
	const rows = await db
		.selectFrom('rma_quote')
		.select(['id', 'lines', 'currency', 'total', 'vat_note as vatNote', 'valid_until as validUntil'])
		.select(['made_at as madeAt', 'answer'])
		.where('rma_number', '=', number)
		.orderBy('id', 'desc')
		.execute();
	return rows.map((row) => ({ ...row, lines: row.lines as QuoteLine[], answer: row.answer as Quote['answer'] }));
}
