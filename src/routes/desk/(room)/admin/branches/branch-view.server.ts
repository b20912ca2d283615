import type { BranchSheet } from '../../../../../branches/branch.ts';
import { calendarOf } from '../../../../../branches/calendars.ts';
import type { Closure } from '../../../../../branches/closure.ts';
import { gatherDays, type Days } from '../../../../../branches/office-hours.ts';
import { countryName } from '../../../../../customers/country.ts';
import type { Locale } from '../../../../../identity/account.ts';
import { formatTime } from '../../../../../ui/format.ts';

type Reader = { locale: Locale; closures: Closure[]; now: Date };

/** A branch in the reader's words. Its times are those of its own clock, which is told. */
export function viewOf(sheet: BranchSheet, { locale, closures, now }: Reader) {
	const { id, slug, legalName, phone, timeZone, takesTheRest } = sheet;
	const { open, until } = calendarOf(sheet, closures).stateAt(now);
	const languages = new Intl.DisplayNames(locale, { type: 'language' });
	const { compare } = new Intl.Collator(locale);
	return {
		id,
		slug,
		legalName,
		phone,
		takesTheRest,
		open,
		until: until && formatTime(until, now, locale, timeZone),
		zone: { name: timeZone.replaceAll('_', ' '), time: formatTime(now, now, locale, timeZone) },
		country: countryName(sheet.country, locale),
		languages: sheet.languages.map((code) => languages.of(code) ?? code),
		countries: sheet.countries.map((code) => countryName(code, locale)).sort(compare),
		week: gatherDays(sheet.hours).map((days) => ({ days: daysInWords(days, locale), hours: days.hours })),
	};
}

function daysInWords({ first, last }: Days, locale: Locale): string {
	const from = weekdayName(first, locale);
	return first === last ? from : `${from} – ${wordFor(last, locale)}`;
}

/** A weekday (1 Monday … 7 Sunday) as it stands alone, with a capital. */
export function weekdayName(weekday: number, locale: Locale): string {
	const name = wordFor(weekday, locale);
	return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

// The first of January 2024 was a Monday.
function wordFor(weekday: number, locale: Locale): string {
	return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday));
}
