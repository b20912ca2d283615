import type { Account, Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { emptyItem, type Form } from '../../../../../rma/form.ts';
import type { Quote } from '../../../../../rma/quoting.ts';
import type { TakenStep } from '../../../../../rma/recalling.ts';
import type { Arrival, ShownItem } from '../../../../../rma/rma.ts';
import { stateWords } from '../../../../../rma/state-words.ts';
import { isDay } from '../../../../../ui/day.ts';
import { formatDateTime, formatDay, formatMoney } from '../../../../../ui/format.ts';

/** A moment in the reader's language and zone. */
export function shownTime(at: Date, { locale, timeZone }: Account) {
	return {
		at: at.toISOString(),
		text: formatDateTime(at, locale, timeZone),
		title: formatDateTime(at, locale, timeZone, 'full'),
	};
}

/** What travels, with what its sender wrote about it and what the receiving desk found. */
export function shownItems(items: ShownItem[], form: Form, arrivals: Map<number, Arrival>, locale: Locale) {
	return items.map(({ nth, product, productName, serial, accessory, accessories }) => {
		const { purchasedOn, fault, accessories: answers } = form.items.get(nth) ?? emptyItem;
		const arrival = arrivals.get(nth);
		const belonging = accessory === null ? accessories : [];
		return {
			nth,
			product,
			productName,
			serial,
			accessory: accessories.find(({ slug }) => slug === accessory)?.name ?? accessory,
			purchased: isDay(purchasedOn) ? formatDay(purchasedOn, locale) : purchasedOn,
			fault,
			here: arrival?.here ?? null,
			accessories: belonging.map(({ slug, name }) => ({
				slug,
				name,
				answer: answers[slug] ?? null,
				here: arrival?.accessories[slug] ?? null,
			})),
		};
	});
}

/** Every step in order, with what was said of it. */
export function shownSteps(steps: TakenStep[], reader: Account) {
	const { locale } = reader;
	return steps.map(({ id, step, state, by, at, facts }) => ({
		id,
		state,
		words: step === 'quote' ? m.rma_bench_did_quote({}, { locale }) : stateWords(state, { locale }),
		by,
		time: shownTime(at, reader),
		said: said(facts, locale),
	}));
}

/** The facts of a step as one reads them; what nobody has to read is left out. */
function said(facts: TakenStep['facts'], locale: Locale): string[] {
	const { reason, carrier, tracking, total, currency, validUntil, serials } = facts;
	return [
		typeof reason === 'string' ? reason : '',
		[carrier, tracking].filter((one) => typeof one === 'string').join(' '),
		typeof total === 'number' && typeof currency === 'string' ? formatMoney(total, currency, locale) : '',
		typeof validUntil === 'string' ? m.rma_bench_valid_until({ day: formatDay(validUntil, locale) }, { locale }) : '',
		Array.isArray(serials) ? serials.join(', ') : '',
	].filter((one) => one !== '');
}

/** Every quote, the one that counts first; `standing` says what became of it. */
export function shownQuotes(quotes: Quote[], today: string, reader: Account) {
	const { locale } = reader;
	return quotes.map(({ id, lines, currency, total, vatNote, validUntil, madeAt, answer }, index) => {
		const isOpen = validUntil < today ? ('over' as const) : ('open' as const);
		return {
			id,
			lines: lines.map(({ text, amount }) => ({ text, amount: formatMoney(amount, currency, locale) })),
			total: formatMoney(total, currency, locale),
			vatNote,
			until: formatDay(validUntil, locale),
			made: shownTime(madeAt, reader),
			standing: answer ?? (index > 0 ? ('replaced' as const) : isOpen),
		};
	});
}
