import { randomUUID } from 'node:crypto';
import { countryName, listCountries } from '../../../../customers/country.ts';
import { findProfile } from '../../../../customers/profile-finding.ts';
import { database, type Reading } from '../../../../database/connection.ts';
import type { Account } from '../../../../identity/account.ts';
import type { CustomerActor } from '../../../../identity/actor.ts';
import { lookedForIn } from '../../../../rma/arrival.ts';
import { placeOfForm } from '../../../../rma/completing.ts';
import {
	findDestination,
	findTrackingUrl,
	listCarriers,
	listItems,
	readArrivals,
	readForm,
} from '../../../../rma/finding.ts';
import { earliestPurchase, valuesOf } from '../../../../rma/form-fields.ts';
import { contactFields, type Form } from '../../../../rma/form.ts';
import { proposeContact } from '../../../../rma/return-address.ts';
import { listPhotos } from '../../../../rma/photographing.ts';
import { findQuote } from '../../../../rma/quoting.ts';
import { listSteps, type TakenStep } from '../../../../rma/recalling.ts';
import { asOf, destinationLines, type Rma, type ShownItem } from '../../../../rma/rma.ts';
import { stationsOf } from '../../../../rma/stages.ts';
import { stepsFrom } from '../../../../rma/steps.ts';
import { findDraft, stampOfDraft } from '../../../../tickets/drafting.ts';
import { formatDateTime, formatDay, formatMoney } from '../../../../ui/format.ts';
import { todayIn } from './today.server.ts';

type Reader = { actor: CustomerActor; account: Account };
/** Of a step: never by whom of the staff. */
type Told = Pick<TakenStep, 'step' | 'at' | 'facts'>;

/** Everything that the page of an RMA shows, which its sender has found as himself. */
export async function rmaPage(found: Rma, { actor, account }: Reader, now: Date) {
	const db = database();
	const { locale, timeZone } = account;
	const rma = asOf(found, now);
	const [taken, items, form, arrivals, photos] = await Promise.all([
		listSteps(db, rma),
		listItems(db, rma, locale),
		readForm(db, rma),
		readArrivals(db, rma),
		listPhotos(db, rma),
	]);
	const over = { step: 'expire', at: rma.expiresAt, facts: {} } as const;
	const steps = rma.state === found.state ? taken : [...taken, over];
	const day = (at: Date) => formatDateTime(at, locale, timeZone, 'date');
	const { number, ticketNumber, state, version, inWarranty, instructions } = rma;
	const isDrafted = state === 'authorised';
	return {
		rma: { number, ticketNumber, state, version, inWarranty, instructions },
		key: randomUUID(),
		expires: ['authorised', 'form_complete', 'expired'].includes(state) ? day(rma.expiresAt) : null,
		items: items.map(itemView),
		stations: stationsOf(state, steps).map(({ at, ...station }) => ({
			...station,
			time: at && { at: at.toISOString(), text: day(at) },
		})),
		told: toldIn(steps),
		may: stepsFrom(state, 'customer'),
		draft: isDrafted ? await draftOf(db, { actor, account, form, number }, now) : null,
		written: rma.completedAt && writtenOf(form, rma.completedAt, account),
		lookedFor: lookedForIn(items, arrivals),
		photos: photos.map(({ takenAt, ...photo }) => ({
			...photo,
			time: { at: takenAt.toISOString(), text: formatDateTime(takenAt, locale, timeZone) },
		})),
		parcel: await parcelOf(db, rma, locale),
		quote: await quoteOf(db, { rma, steps, account }, now),
	};
}

/** The completed form, to be read. */
function writtenOf(form: Form, completedAt: Date, { locale, timeZone }: Account) {
	const days = [...form.items].map(([nth, { purchasedOn }]) => [nth, shownDay(purchasedOn, locale)]);
	return {
		values: valuesOf(form),
		country: form.parcel.country && countryName(form.parcel.country, locale),
		days: Object.fromEntries(days) as Record<string, string>,
		at: formatDateTime(completedAt, locale, timeZone),
	};
}

function itemView({ unitId: _, product: __, ...item }: ShownItem) {
	const alone = item.accessories.find(({ slug }) => slug === item.accessory)?.name ?? item.accessory;
	return { ...item, alone };
}

function shownDay(day: string, locale: string): string {
	return day && formatDay(day, locale);
}

/** What was said last about why it was not accepted or repaired, and which units come instead. */
function toldIn(steps: Told[]) {
	const last = steps.findLast(({ step }) => ['refuse', 'return', 'replace'].includes(step));
	const { reason = '', serials = [] } = (last?.facts ?? {}) as { reason?: string; serials?: string[] };
	return { reason, serials };
}

type Drafting = Reader & { form: Form; number: number };

async function draftOf(db: Reading, { actor, account, form, number }: Drafting, now: Date) {
	const { locale, timeZone } = account;
	const isNew = contactFields.every((field) => !form.parcel[field]);
	const proposed = isNew ? proposeContact(await findProfile(db, actor, now)) : {};
	return {
		values: { ...valuesOf(form), ...proposed },
		stamp: stampOfDraft(await findDraft(db, account.id, placeOfForm(number))),
		isProposed: isNew,
		countries: listCountries(locale),
		days: { least: earliestPurchase, most: todayIn(timeZone, now) },
	};
}

/** Where it goes, who carries it there and back, and where that is followed. */
async function parcelOf(db: Reading, rma: Rma, locale: string) {
	const { carrier, tracking, returnCarrier, returnTracking } = rma;
	const [destination, thereUrl, homeUrl, carriers] = await Promise.all([
		findDestination(db, rma),
		findTrackingUrl(db, carrier, tracking),
		findTrackingUrl(db, returnCarrier, returnTracking),
		listCarriers(db),
	]);
	const { address, country, phone } = destination;
	const lines = address ? destinationLines(destination, countryName(country, locale)) : [];
	return {
		label: { lines, phone },
		there: { carrier, tracking, url: thereUrl },
		home: { carrier: returnCarrier, tracking: returnTracking, url: homeUrl },
		carriers: carriers.map(({ name }) => name),
	};
}

type Quoted = { rma: Rma; steps: Told[]; account: Account };

async function quoteOf(db: Reading, { rma, steps, account: { locale, timeZone } }: Quoted, now: Date) {
	const quote = await findQuote(db, rma);
	if (!quote) return null;
	const money = (amount: number) => formatMoney(amount, quote.currency, locale);
	const answered = steps.findLast(({ step }) => step === 'accept' || step === 'decline');
	return {
		number: quote.id,
		lines: quote.lines.map(({ text, amount }) => ({ text, amount: money(amount) })),
		total: money(quote.total),
		vatNote: quote.vatNote,
		until: formatDay(quote.validUntil, locale),
		isOver: todayIn(timeZone, now) > quote.validUntil,
		made: formatDateTime(quote.madeAt, locale, timeZone, 'date'),
		answer: quote.answer,
		answered: answered ? formatDateTime(answered.at, locale, timeZone) : '',
	};
}
