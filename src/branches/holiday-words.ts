import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';

type Words = (parameters: Record<string, never>, options: { locale: Locale }) => string;

// By the name that a holiday has in the library, in English or else in the country's own language.
const words: Record<string, Words> = {
	"New Year's Day": m.holiday_new_year,
	Epiphany: m.holiday_epiphany,
	'Good Friday': m.holiday_good_friday,
	'Easter Sunday': m.holiday_easter,
	'Easter Monday': m.holiday_easter_monday,
	'Liberation from Nazi-Fascism (1945)': m.holiday_liberation,
	'Labour Day': m.holiday_labour,
	'Victory Day': m.holiday_victory,
	'Ascension Day': m.holiday_ascension,
	'Whit Monday': m.holiday_whit_monday,
	'Republic Day': m.holiday_republic,
	'Bastille Day': m.holiday_bastille,
	Assumption: m.holiday_assumption,
	'National Day of Saint Francis of Assisi': m.holiday_saint_francis,
	'Fiesta Nacional de España': m.holiday_spain,
	"All Saints' Day": m.holiday_all_saints,
	'Armistice Day': m.holiday_armistice,
	'Día de la Constitución Española': m.holiday_constitution,
	'Immaculate Conception': m.holiday_immaculate,
	'Christmas Day': m.holiday_christmas,
	'Santo Stefano': m.holiday_saint_stephen,
};

// Our words hold in these countries' own languages too: the library's are of another register ("Liberazione dal nazifascismo (1945)").
const oursFirst = new Set(['IT', 'FR', 'ES']);

/** What the library says of a holiday: its names by language, and the languages of the country, its own first. */
export type Known = { country: string; names: Record<string, string>; languages: string[]; isSubstitute: boolean };

/** A holiday's name in a language, else in English, else in the country's own. */
export function holidayName({ country, names, languages, isSubstitute }: Known, locale: Locale): string {
	const own = names[languages[0] ?? ''] ?? Object.values(names)[0] ?? '';
	const ours = (words[own] ?? words[names['en'] ?? ''])?.({}, { locale });
	const theirs = names[locale];
	const isTheirs = languages.includes(locale) && !oursFirst.has(country);
	const name = (isTheirs ? (theirs ?? ours) : (ours ?? theirs)) ?? names['en'] ?? own;
	return isSubstitute ? m.holiday_instead({ holiday: name }, { locale }) : name;
}
