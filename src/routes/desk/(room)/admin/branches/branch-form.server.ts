import { fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../attachments/receiving.ts';
import {
	branchLimits,
	slugPattern,
	type BranchFields,
	type BranchSheet,
	type OfficeHours,
} from '../../../../../branches/branch.ts';
import { isLanguage, listLanguages } from '../../../../../branches/language.ts';
import { intervalsOf, readIntervals, writeIntervals, type HoursProblem } from '../../../../../branches/office-hours.ts';
import { isCountry, isTimeZone, listCountries, listTimeZones } from '../../../../../customers/country.ts';
import { locales, type Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { Refusal } from '../../../../../refusal.ts';
import { addressedId } from '../../../../../database/addressed-id.ts';
import { fieldErrors, flat, text, typed } from '../../../../form.server.ts';
import { weekdayName } from './branch-view.server.ts';
import { shippingFields, shippingOf, typedShipping } from './shipping-form.server.ts';

/** The field of each weekday, Monday first. */
const dayFields = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const day = text(200);
const whole = z
	.string()
	.regex(/^\d{1,9}$/)
	.transform(Number);

const form = z.strictObject({
	name: text(branchLimits.legalName, { required: true }),
	country: z.string().min(1, 'required').refine(isCountry),
	zone: z.string().trim().min(1, 'required').refine(isTimeZone).transform(asNamed),
	phone: text(branchLimits.phone),
	language: z.array(z.string().refine(isLanguage)).min(1).max(200),
	serves: z.array(z.string().refine(isCountry)).max(300),
	rest: z
		.literal('on')
		.optional()
		.transform((value) => value === 'on'),
	/** How many customers he was told would move. */
	moves: whole.optional(),
	monday: day,
	tuesday: day,
	wednesday: day,
	thursday: day,
	friday: day,
	saturday: day,
	sunday: day,
	...shippingFields,
});

export const changeForm = form.extend({ version: whole });
export const addForm = form.extend({ slug: z.string().min(1, 'required').regex(slugPattern) });

/** Where the words of a refusal stand in these forms. */
export const places = { 'slug-taken': 'slug', 'country-taken': 'serves' } as const;

// The zone's name as the database of zones writes it, however it was typed.
function asNamed(zone: string): string {
	return new Temporal.ZonedDateTime(0n, zone).timeZoneId;
}

/** Receives a form in which `language` and `serves` stand as often as something is chosen; shown again, each is one value. */
export async function receiveBranch<Data extends z.output<typeof form>>(
	event: RequestEvent,
	schema: z.ZodType<Data>,
	locale: Locale,
) {
	const posted = await receiveText(event.request);
	const lists = { language: posted['language'] ?? [], serves: posted['serves'] ?? [] };
	const values: Record<string, string> = { ...typed(posted), ...shown(lists) };
	const parsed = schema.safeParse({ ...flat(posted), ...lists });
	const week = readWeek(values, locale);
	const errors = {
		...week.errors,
		...(parsed.success ? {} : explained(fieldErrors(parsed.error, locale), values, locale)),
	};
	if (!parsed.success || Object.keys(errors).length > 0) return { values, failure: fail(400, { values, errors }) };
	return { data: parsed.data, branch: branchFrom(parsed.data, week.hours), values };
}

function branchFrom(data: z.output<typeof form>, hours: OfficeHours[]): BranchFields {
	const { name: legalName, zone: timeZone, rest: takesTheRest, country, phone, language, serves } = data;
	const lists = { languages: [...new Set(language)], countries: [...new Set(serves)] };
	return { legalName, country, timeZone, phone, takesTheRest, hours, ...lists, ...shippingOf(data) };
}

function shown(lists: Record<'language' | 'serves', string[]>) {
	const one = (codes: string[]) => codes.join(' ').toWellFormed();
	return { language: one(lists.language), serves: one(lists.serves) };
}

function readWeek(values: Record<string, string>, locale: Locale) {
	const hours: OfficeHours[] = [];
	const errors: Record<string, string> = {};
	for (const [index, field] of dayFields.entries()) {
		// What is longer is refused anyway.
		const read = readIntervals((values[field] ?? '').slice(0, 200));
		if ('problem' in read) errors[field] = hoursWords(read, locale);
		else hours.push(...read.map((interval) => ({ weekday: index + 1, ...interval })));
	}
	return { hours, errors };
}

function hoursWords({ problem, what }: HoursProblem, locale: Locale): string {
	const words = {
		'not-an-interval': m.hours_not_an_interval,
		'not-a-time': m.hours_not_a_time,
		'ends-first': m.hours_end_first,
		overlap: m.hours_overlap,
		touch: m.hours_touch,
	};
	return words[problem]({ what }, { locale });
}

/** Where a field has rules of its own, its words say them. */
function explained(errors: Record<string, string>, values: Record<string, string>, locale: Locale) {
	const own: Record<string, string> = {
		zone: m.branch_zone_unknown({}, { locale }),
		slug: m.branch_slug_wrong({}, { locale }),
		language: m.branch_language_needed({}, { locale }),
	};
	const words = ([field, general]: [string, string]) => [
		field,
		values[field] || field === 'language' ? (own[field] ?? general) : general,
	];
	return Object.fromEntries(Object.entries(errors).map(words)) as Record<string, string>;
}

/** A branch as its form shows it. */
export function formOf(sheet: BranchSheet): Record<string, string> {
	const week = dayFields.map((field, index) => [field, writeIntervals(intervalsOf(sheet.hours, index + 1))]);
	return {
		name: sheet.legalName,
		country: sheet.country,
		zone: sheet.timeZone,
		phone: sheet.phone,
		language: sheet.languages.join(' '),
		serves: sheet.countries.join(' '),
		...typedShipping(sheet),
		...(Object.fromEntries(week) as Record<string, string>),
	};
}

/** What the form offers, in the reader's language. `others`: the branches besides this one, which have their countries. */
export function choicesFor(others: BranchSheet[], locale: Locale, usedZone = '') {
	const servedBy = new Map(others.flatMap(({ countries, legalName }) => countries.map((code) => [code, legalName])));
	return {
		countries: listCountries(locale).map(({ code, name }) => ({
			value: code,
			label: name,
			detail: servedBy.get(code),
		})),
		languages: listLanguages(locale).map(({ code, name }) => ({ value: code, label: name })),
		ownLanguages: [...locales],
		zones: listTimeZones(usedZone),
		days: dayFields.map((name, index) => ({ name, label: weekdayName(index + 1, locale) })),
		restIsWith: others.find(({ takesTheRest }) => takesTheRest)?.legalName ?? null,
	};
}

/** The branch that an address names. @throws Refusal `not-found` */
export function branchOf(event: RequestEvent): number {
	const id = addressedId(event.params['id']);
	if (!id) throw new Refusal('not-found');
	return id;
}
