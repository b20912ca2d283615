import type { HolidaysTypes } from 'date-holidays';
import { locales, type Locale } from '../identity/account.ts';
import type { Holiday } from './holiday.ts';
import { holidayName, type Known } from './holiday-words.ts';

/**
 * The public holidays of a whole country in a year, in order; none where nobody knows any. One of several days is so many holidays,
 * two on one day are one; half days and those of a region are left out (product.md B7).
 */
export async function proposeHolidays(country: string, year: number, timeZone: string): Promise<Holiday[]> {
	const days = (await knownDays(country, year)).filter(({ date }) => date.year === year);
	return [...Map.groupBy(days, ({ date }) => String(date))]
		.map(([day, known]) => asHoliday(Temporal.PlainDate.from(day), known, timeZone))
		.sort((a, b) => Temporal.PlainDate.compare(a.date, b.date));
}

type KnownDay = Known & { date: Temporal.PlainDate };

async function knownDays(country: string, year: number): Promise<KnownDay[]> {
	// Thirty-five megabytes of calendars, for what an administrator asks a few times a year.
	const { default: Library } = await import('date-holidays');
	const library = new Library(country, { types: ['public'] });
	const languages = library.getLanguages();
	return library.getHolidays(year).flatMap((found) => {
		const { name } = library.getRule(found.rule) as unknown as HolidaysTypes.HolidayRule;
		const names = typeof name === 'string' ? { en: name } : name;
		const known = { country, names, languages, isSubstitute: found.substitute ?? false };
		return daysOf(found).map((date) => ({ ...known, date }));
	});
}

/** The date is in the text, as the country writes it: the library's instants are off where its calendar is not ours. */
function daysOf({ date, start, end }: HolidaysTypes.Holiday): Temporal.PlainDate[] {
	const [day = '', time = ''] = date.split(' ');
	if (time !== '00:00:00') return [];
	const first = Temporal.PlainDate.from(day);
	const count = Math.round((end.getTime() - start.getTime()) / 86_400_000);
	return Array.from({ length: count }, (_, nth) => first.add({ days: nth }));
}

function asHoliday(date: Temporal.PlainDate, known: Known[], timeZone: string): Holiday {
	const proper = known.filter(({ isSubstitute }) => !isSubstitute);
	const meant = proper.length > 0 ? proper : known;
	const names = locales.map((locale) => [locale, named(meant, locale)]);
	return {
		date,
		names: Object.fromEntries(names) as Record<Locale, string>,
		startsAt: beginning(date, timeZone),
		endsAt: beginning(date.add({ days: 1 }), timeZone),
	};
}

function named(known: Known[], locale: Locale): string {
	const names = new Set(known.map((one) => holidayName(one, locale)));
	return new Intl.ListFormat(locale).format(names);
}

/** The first instant of a day, midnight or not. */
function beginning(date: Temporal.PlainDate, timeZone: string): Date {
	return new Date(date.toZonedDateTime(timeZone).epochMilliseconds);
}
