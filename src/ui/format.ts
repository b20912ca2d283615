/**
 * Sizes and moments in a reader's language and zone. A list page writes some seventy of them, and an Intl formatter costs
 * about a hundred times its use: each is made once and kept.
 */

export type DateStyle = 'short' | 'date' | 'full';

const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
	short: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
	date: { year: 'numeric', month: '2-digit', day: '2-digit' },
	full: { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
};

// Languages × zones × styles is small in practice; the bound only keeps a hostile zone list from growing the heap.
const mostKept = 500;
const kept = new Map<string, unknown>();

/** `short` 23/11/2026, 10:14 · `date` 23/11/2026 · `full` with month in words and the zone's name. */
export function formatDateTime(at: Date, locale: string, timeZone: string, style: DateStyle = 'short'): string {
	const make = () => new Intl.DateTimeFormat(regional(locale), { ...dateStyles[style], timeZone, hourCycle: 'h23' });
	return keep(`d ${style} ${locale} ${timeZone}`, make).format(at);
}

/** English here is a European workshop's: the day comes before the month. */
export function regional(locale: string): string {
	return locale === 'en' ? 'en-GB' : locale;
}

/** A day without time ('2027-03-12'), which belongs to no zone. */
export function formatDay(day: string, locale: string): string {
	return formatDateTime(new Date(`${day}T00:00:00Z`), locale, 'UTC', 'date');
}

/** A day as one says it in a sentence, in two parts: 'Friday', '1 January 2027'. */
export function dayInWords(day: string, locale: string): { weekday: string; date: string } {
	const at = new Date(`${day}T00:00:00Z`);
	const make = () =>
		new Intl.DateTimeFormat(regional(locale), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
	const date = keep(`dw ${locale}`, make).format(at);
	return {
		weekday: formatWeekday(at, locale, 'UTC'),
		date: date.replace(/^1 /, `1${firsts[locale] ?? ''} `),
	};
}

// Intl knows no ordinals in dates: “1er janvier”, “1º gennaio”.
const firsts: Record<string, string> = { fr: 'er', it: 'º' };

/** A moment as one says it: "18:00", with the weekday when it is another day, with the date when that weekday comes earlier too. */
export function formatTime(at: Date, now: Date, locale: string, timeZone: string): string {
	const sameDay = formatDateTime(at, locale, timeZone, 'date') === formatDateTime(now, locale, timeZone, 'date');
	const isNear = Math.abs(at.getTime() - now.getTime()) < 6 * 86_400_000;
	const day: Intl.DateTimeFormatOptions = sameDay
		? {}
		: isNear
			? { weekday: 'long' }
			: { day: 'numeric', month: 'long' };
	const make = () => new Intl.DateTimeFormat(regional(locale), { ...day, ...clock, timeZone, hourCycle: 'h23' });
	return keep(`t ${Object.keys(day).join(' ')} ${locale} ${timeZone}`, make).format(at);
}

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** From when to when, the zone named: "24 Nov, 18:00–20:00 CET"; whole days without hours: "Thu 24 Dec – Fri 1 Jan". */
export function formatPeriod(from: Date, to: Date, locale: string, timeZone: string): string {
	const isMidnight = (at: Date) => /^(00|0):00$/.test(formatClock(at, locale, timeZone));
	const wholeDays = isMidnight(from) && isMidnight(to);
	const style: Intl.DateTimeFormatOptions = wholeDays ? { weekday: 'short' } : { ...clock, timeZoneName: 'short' };
	const make = () =>
		new Intl.DateTimeFormat(regional(locale), {
			day: 'numeric',
			month: 'short',
			...style,
			timeZone,
			hourCycle: 'h23',
		});
	const format = keep(`p ${wholeDays ? 'days' : 'hours'} ${locale} ${timeZone}`, make);
	return format.formatRange(from, wholeDays ? new Date(to.getTime() - 1) : to);
}

/** What the clock shows: "08:30". */
export function formatClock(at: Date, locale: string, timeZone: string): string {
	const make = () => new Intl.DateTimeFormat(regional(locale), { ...clock, timeZone, hourCycle: 'h23' });
	return keep(`c ${locale} ${timeZone}`, make).format(at);
}

/** The day of the week at a moment: "Monday", short "Mon". */
export function formatWeekday(at: Date, locale: string, timeZone: string, weekday: 'long' | 'short' = 'long'): string {
	const make = () => new Intl.DateTimeFormat(regional(locale), { weekday, timeZone });
	return keep(`w ${weekday} ${locale} ${timeZone}`, make).format(at);
}

/** A time zone as people call it, with its distance from UTC at a moment: "Central European Time, GMT+1". */
export function formatZone(at: Date, locale: string, timeZone: string): string {
	const named = (timeZoneName: 'longGeneric' | 'shortOffset') => {
		const make = () => new Intl.DateTimeFormat(regional(locale), { timeZone, timeZoneName });
		const parts = keep(`z ${timeZoneName} ${locale} ${timeZone}`, make).formatToParts(at);
		return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
	};
	return [...new Set([named('longGeneric'), named('shortOffset')])].join(', ');
}

/** How long ago or until, in the largest unit that fits: "3 hours ago", "yesterday", "in 2 weeks". */
export function formatRelative(at: Date, now: Date, locale: string): string {
	const seconds = (at.getTime() - now.getTime()) / 1000;
	const [unit, length] = spans.find(([, span]) => Math.abs(seconds) >= span) ?? (['minute', 60] as const);
	const make = () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
	return keep(`r ${locale}`, make).format(Math.trunc(seconds / length), unit);
}

/** A length of time in hours and minutes, short: "3 hr, 20 min". */
export function formatDuration(minutes: number, locale: string): string {
	const whole = Math.floor(minutes);
	const make = () => new Intl.DurationFormat(regional(locale), { style: 'short' });
	// Nothing at all would be no words: it is none of the smallest unit.
	const none = () => new Intl.DurationFormat(regional(locale), { style: 'short', minutesDisplay: 'always' });
	if (whole === 0) return keep(`u none ${locale}`, none).format({ minutes: 0 });
	return keep(`u ${locale}`, make).format({ hours: Math.floor(whole / 60), minutes: whole % 60 });
}

const spans = [
	['year', 365 * 86_400],
	['month', 30 * 86_400],
	['week', 7 * 86_400],
	['day', 86_400],
	['hour', 3600],
	['minute', 60],
] as const satisfies [Intl.RelativeTimeFormatUnit, number][];

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Powers of 1024 with the customary names: "4 MB" is 4 × 1024 × 1024 bytes, as file managers count. */
export function formatBytes(bytes: number, locale: string): string {
	const power = Math.min(sizes.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
	const amount = bytes / 1024 ** power;
	const digits = power > 0 && amount < 10 ? 1 : 0;
	const make = () =>
		new Intl.NumberFormat(locale, {
			style: 'unit',
			unit: sizes[power],
			unitDisplay: power === 0 ? 'long' : 'short',
			maximumFractionDigits: digits,
		});
	return keep(`b ${power} ${digits} ${locale}`, make).format(amount);
}

/** A count with the language's separators. */
export function formatNumber(count: number, locale: string): string {
	return keep(`n ${locale}`, () => new Intl.NumberFormat(locale)).format(count);
}

/** A sum in a currency (ISO 4217), given in its smallest unit. */
export function formatMoney(amount: number, currency: string, locale: string): string {
	const make = () => new Intl.NumberFormat(regional(locale), { style: 'currency', currency });
	const format = keep(`m ${currency} ${locale}`, make);
	return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A length of time in days: "4.2 days". */
export function formatDays(days: number, locale: string): string {
	const make = () =>
		new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 1 });
	return keep(`days ${locale}`, make).format(days);
}

/** A part of the whole, 0 to 1: "4.3%". */
export function formatShare(share: number, locale: string): string {
	const make = () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	return keep(`share ${locale}`, make).format(share);
}

/** The name of a language in a reader's own, as it begins a line: "Russian", "Русский". */
export function languageName(language: string, locale: string): string {
	const make = () => new Intl.DisplayNames(locale, { type: 'language' });
	const name = keep(`l ${locale}`, make).of(language) ?? language;
	return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

function keep<Formatter>(key: string, make: () => Formatter): Formatter {
	const known = kept.get(key) as Formatter | undefined;
	if (known) return known;
	if (kept.size >= mostKept) kept.clear();
	const made = make();
	kept.set(key, made);
	return made;
}
