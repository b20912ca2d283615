import { z } from 'zod';
import type { Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { currencies, mostQuoteLines, parseAmount, plainAmount } from '../../../../../rma/money.ts';
import type { NewQuote, Quote, QuoteLine } from '../../../../../rma/quoting.ts';
import { text } from '../../../../form.server.ts';
import { acting } from './rma-forms.server.ts';

const places = Array.from({ length: mostQuoteLines }, (_, index) => index + 1);
const defaultDays = 30;

const lines = Object.fromEntries(
	places.flatMap((nth) => [
		[`text-${nth}`, text(200)],
		[`amount-${nth}`, text(40)],
	]),
);

export const quoteForm = z.strictObject({
	...lines,
	...acting,
	currency: z.enum(currencies),
	vat: text(200),
	until: z.iso.date().refine((day) => day < '2100'),
});

export type QuoteForm = z.output<typeof quoteForm>;
type Errors = Record<string, string>;

/** The quote that was typed; where something is wrong, its words by field as well. Lines of which nothing is filled in do not count. */
export function readQuote(form: QuoteForm, locale: Locale, today: string): { quote: NewQuote; errors: Errors } {
	const { currency, vat: vatNote, until: validUntil } = form;
	const read = places.map((nth) => readLine(form, nth, locale));
	const good = read.flatMap(({ line }) => line ?? []);
	const errors: Errors = Object.assign({}, ...read.map((one) => one.errors));
	const isEmpty = good.length === 0 && Object.keys(errors).length === 0;
	if (isEmpty) errors['text-1'] = m.rma_bench_quote_empty({}, { locale });
	if (validUntil < today) errors['until'] = m.rma_bench_until_past({}, { locale });
	if (sumOf(good) < 0) errors['form'] = m.rma_bench_sum_below_zero({}, { locale });
	return { quote: { lines: good, currency, vatNote, validUntil }, errors };
}

export function sumOf(quoteLines: QuoteLine[]): number {
	return quoteLines.reduce((sum, { amount }) => sum + amount, 0);
}

function readLine(form: QuoteForm, nth: number, locale: Locale): { line?: QuoteLine; errors: Errors } {
	const fields = form as unknown as Record<string, string | undefined>;
	const [words = '', typed = ''] = [fields[`text-${nth}`], fields[`amount-${nth}`]];
	if (!words && !typed) return { errors: {} };
	const amount = parseAmount(typed, form.currency, locale);
	const example = plainAmount(12_950, 'EUR', locale);
	const errors: Errors = {
		...(!words && { [`text-${nth}`]: m.rma_bench_line_without_words({}, { locale }) }),
		...(!typed && { [`amount-${nth}`]: m.rma_bench_line_without_amount({}, { locale }) }),
		...(typed && amount === null && { [`amount-${nth}`]: m.rma_bench_amount_wrong({ example }, { locale }) }),
	};
	return words && amount !== null ? { line: { text: words, amount }, errors } : { errors };
}

/** What a form for a quote begins with: the one before, where there is one, good for a month. */
export function proposedQuote(last: Quote | undefined, locale: Locale, today: string): Record<string, string> {
	const currency = last?.currency ?? currencies[0];
	const until = Temporal.PlainDate.from(today).add({ days: defaultDays }).toString();
	const typed = (last?.lines ?? []).flatMap(({ text: words, amount }, index) => [
		[`text-${index + 1}`, words],
		[`amount-${index + 1}`, plainAmount(amount, currency, locale)],
	]);
	return { ...Object.fromEntries(typed), currency, vat: last?.vatNote ?? '', until };
}
