import { z } from 'zod';
import { isCountry, isTimeZone, listCountries, listTimeZones } from '../customers/country.ts';
import { locales, type Locale } from '../identity/account.ts';
import { text } from './form.server.ts';

/** The fields of a customer that staff fill in. */
export const customerFields = {
	company: text(200, { required: true }),
	email: text(254, { required: true }),
	country: z.string().min(1, 'required').refine(isCountry),
	address: text(500, { lines: true }),
	phone: text(50),
};

export const language = z.enum(locales);
export const zone = z.string().refine(isTimeZone);
/** Left empty, the branch's. */
export const orBranchs = <Schema extends z.ZodType>(schema: Schema) =>
	z
		.literal('')
		.transform(() => undefined)
		.or(schema)
		.optional();

/** What the lists of the form offer, in the reader's language. */
export function customerChoices(locale: Locale, usedZone = '') {
	const names = new Intl.DisplayNames(locale, { type: 'language' });
	return {
		countries: listCountries(locale),
		languages: locales.map((code) => ({ code, name: names.of(code) ?? code })),
		zones: listTimeZones(usedZone),
	};
}
