import type { Maker } from '../branches/finding.ts';
import { countryName } from '../customers/country.ts';
import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import { formatDateTime, formatDay } from '../ui/format.ts';
import { writeCode } from './code.ts';
import { accessoryAnswers, addressLines, emptyItem, type Form, type ItemForm, type ParcelForm } from './form.ts';
import type { Checklist, Codes, Fact, Label, Paper, PaperItem } from './paper.ts';
import { destinationLines, type Destination, type Rma, type ShownItem } from './rma.ts';
import { stateWords } from './state-words.ts';

/** Everything that a paper is made from. `formHash` in hexadecimal digits, null before the form is complete. */
export type Printable = {
	rma: Rma;
	items: ShownItem[];
	form: Form;
	destination: Destination;
	maker: Maker;
	timeZone: string;
	formHash: string | null;
};

/** The words of an RMA's paper, in its sender's language and with dates in his zone. */
export function wordPaper(printable: Printable): Paper {
	const { rma, form, maker, formHash } = printable;
	const { locale } = rma;
	const barred = barredBy(printable);
	const says = { locale };
	return {
		locale,
		title: `RMA ${rma.number}`,
		subject: m.rma_paper_subject({}, says),
		writtenAt: rma.completedAt ?? rma.authorisedAt,
		brand: { name: maker.brand, mark: maker.logo, accent: maker.accent },
		barred,
		codes: barred ? null : codes(rma.number, null, locale),
		facts: facts(printable),
		sender: { heading: m.rma_paper_sender({}, says), lines: senderLines(form.parcel, locale) },
		destination: {
			heading: m.rma_paper_destination({}, says),
			lines: branchLines(printable.destination, locale),
		},
		itemsHeading: m.rma_paper_items({}, says),
		items: printable.items.map((item) => wordItem(item, printable, barred === null)),
		declaration: declaration(printable),
		instructions: { heading: m.rma_paper_instructions({}, says), text: rma.instructions },
		label: barred ? null : label(printable),
		pageOf: m.rma_paper_page({ page: '{page}', pages: '{pages}' }, says),
		fingerprint: formHash ? m.rma_paper_fingerprint({ code: formHash.slice(0, 16) }, says) : '',
	};
}

/** Why no parcel may be sent with it: its RMA came to nothing, or its form is not complete (product.md R2). */
function barredBy({ rma, formHash }: Printable): Paper['barred'] {
	const { state, ticketNumber, locale } = rma;
	const says = { locale };
	if (['refused', 'expired', 'cancelled'].includes(state))
		return { mark: stateWords(state, says), note: m.rma_paper_over_note({ ticket: String(ticketNumber) }, says) };
	if (formHash === null)
		return { mark: m.rma_paper_incomplete({}, says), note: m.rma_paper_incomplete_note({}, says) };
	return null;
}

function facts({ rma, timeZone }: Printable): Fact[] {
	const { locale } = rma;
	const says = { locale };
	const day = (at: Date) => formatDateTime(at, locale, timeZone, 'date');
	return [
		{ label: m.rma_paper_ticket({}, says), value: String(rma.ticketNumber) },
		{ label: m.rma_paper_customer({}, says), value: rma.customerCode },
		{
			label: m.rma_paper_warranty({}, says),
			value: rma.inWarranty ? m.rma_paper_yes({}, says) : m.rma_paper_no({}, says),
		},
		{ label: m.rma_paper_authorised({}, says), value: day(rma.authorisedAt) },
		{ label: m.rma_paper_until({}, says), value: day(rma.expiresAt) },
	];
}

function codes(number: number, nth: number | null, locale: Locale): Codes {
	const text = writeCode({ number, nth });
	return {
		text,
		barcode: m.rma_paper_barcode({ code: text }, { locale }),
		matrix: m.rma_paper_matrix({ code: text }, { locale }),
	};
}

function senderLines(parcel: ParcelForm, locale: Locale): string[] {
	const { country, phone } = parcel;
	const told = phone && m.rma_paper_phone({ phone }, { locale });
	const written = addressLines(parcel, country && countryName(country, locale));
	const lines = [...written, told].filter((line) => line.trim());
	return lines.length > 0 ? lines : [empty(locale)];
}

function branchLines(destination: Destination, locale: Locale): string[] {
	const { country, phone } = destination;
	const told = phone && m.rma_paper_phone({ phone }, { locale });
	return [...destinationLines(destination, countryName(country, locale)), ...(told ? [told] : [])];
}

function wordItem(item: ShownItem, { rma, form }: Printable, hasCodes: boolean): PaperItem {
	const { locale } = rma;
	const written = form.items.get(item.nth) ?? emptyItem;
	return {
		heading: `${item.nth}. ${item.productName}`,
		facts: itemFacts(item, written, locale),
		fault: { label: m.rma_paper_fault({}, { locale }), value: written.fault.trim() || empty(locale) },
		checklist: item.accessory === null ? checklist(item.accessories, written, locale) : null,
		codes: hasCodes ? codes(rma.number, item.nth, locale) : null,
	};
}

function itemFacts({ serial, accessory, accessories }: ShownItem, { purchasedOn }: ItemForm, locale: Locale): Fact[] {
	const says = { locale };
	const named = accessories.find(({ slug }) => slug === accessory)?.name ?? accessory;
	const bought = purchasedOn ? formatDay(purchasedOn, locale) : empty(locale);
	return [
		{ label: m.rma_paper_serial({}, says), value: serial },
		...(named === null ? [] : [{ label: m.rma_paper_accessory({}, says), value: named }]),
		{ label: m.rma_paper_purchased({}, says), value: bought },
	];
}

function checklist(accessories: ShownItem['accessories'], written: ItemForm, locale: Locale): Checklist | null {
	const says = { locale };
	const ticked = (slug: string) => accessoryAnswers.findIndex((answer) => answer === written.accessories[slug]);
	const rows = accessories.map(({ slug, name }) => ({ name, answer: ticked(slug) < 0 ? null : ticked(slug) }));
	const columns = [m.rma_paper_in_parcel({}, says), m.rma_paper_missing({}, says), m.rma_paper_never_had({}, says)];
	return rows.length === 0 ? null : { heading: m.rma_paper_accessories({}, says), columns, rows };
}

function declaration({ rma, form, timeZone }: Printable): Paper['declaration'] {
	const { locale, completedAt } = rma;
	const says = { locale };
	const date = completedAt && formatDateTime(completedAt, locale, timeZone, 'date');
	return {
		heading: m.rma_paper_declaration({}, says),
		text: m.rma_paper_declared({}, says),
		signed:
			date && form.parcel.declared
				? m.rma_paper_declared_by({ date, name: form.parcel.contact }, says)
				: empty(locale),
	};
}

function label({ rma, form, destination }: Printable): Label {
	const { locale, number } = rma;
	const says = { locale };
	return {
		heading: m.rma_paper_label({}, says),
		enclose: m.rma_paper_enclose({}, says),
		cut: m.rma_paper_cut({}, says),
		to: { heading: m.rma_paper_to({}, says), lines: addressee(destination, locale) },
		from: { heading: m.rma_paper_from({}, says), lines: senderLines(form.parcel, locale) },
		codes: codes(number, null, locale),
	};
}

/** The country in capitals, in the sender's language for his post office and in English for all others on the way. */
function addressee(destination: Destination, locale: Locale): string[] {
	const { country, phone } = destination;
	const names = [...new Set([countryName(country, locale), countryName(country, 'en')])];
	const lines = destinationLines(destination, names.join(' · ').toLocaleUpperCase(locale));
	return [...lines, phone && m.rma_paper_phone({ phone }, { locale })].filter((line) => line.trim());
}

function empty(locale: Locale): string {
	return m.rma_paper_empty({}, { locale });
}
