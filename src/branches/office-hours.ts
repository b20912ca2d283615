import type { OfficeHours } from './branch.ts';

/** Hours of one day, wall-clock 'HH:MM'; '24:00' is its end. */
export type Interval = Pick<OfficeHours, 'opens' | 'closes'>;

/** What is wrong with hours as typed; `what` is the part that is meant. */
export type HoursProblem = {
	problem: 'not-an-interval' | 'not-a-time' | 'ends-first' | 'overlap' | 'touch';
	what: string;
};

/**
 * The hours of a day as somebody types them, in order: "8:30-12:30, 14–18", "08.30 to 12.30 14h00 to 18h00". Empty: closed. Each
 * interval ends after it begins, and a pause lies between any two.
 */
export function readIntervals(text: string): Interval[] | HoursProblem {
	const intervals: Interval[] = [];
	for (const part of partsOf(text)) {
		const interval = readInterval(part);
		if ('problem' in interval) return interval;
		intervals.push(interval);
	}
	intervals.sort((a, b) => a.opens.localeCompare(b.opens));
	return meeting(intervals) ?? intervals;
}

/** The same the other way round: "08:30–12:30, 14:00–18:00". */
export function writeIntervals(intervals: Interval[]): string {
	return intervals.map(writeInterval).join(', ');
}

/** What a week has of each day; empty: closed. */
export function intervalsOf(hours: OfficeHours[], weekday: number): Interval[] {
	return hours
		.filter((one) => one.weekday === weekday)
		.map(({ opens, closes }) => ({ opens, closes }))
		.sort((a, b) => a.opens.localeCompare(b.opens));
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Days that follow each other and have the same hours, as one; without those on which nobody works. */
export type Days = { first: number; last: number; hours: string };

export function gatherDays(hours: OfficeHours[]): Days[] {
	const gathered: Days[] = [];
	for (const weekday of weekdays) {
		const text = writeIntervals(intervalsOf(hours, weekday));
		const before = gathered.at(-1);
		if (before?.hours === text && before.last === weekday - 1) before.last = weekday;
		else if (text) gathered.push({ first: weekday, last: weekday, hours: text });
	}
	return gathered;
}

// Between two times stands nothing but a space, where no comma was typed: "8:30-12:30 14:00-18:00".
function partsOf(text: string): string[] {
	return text
		.replace(/(\d|h)\s+(?=\d)/gi, '$1, ')
		.split(/[,;]/)
		.map((part) => part.trim())
		.filter(Boolean);
}

const between = /\s*[-‐-―−]\s*|\s+(?:to|alle|a|à|до|по)\s+/iu;

function readInterval(part: string): Interval | HoursProblem {
	const [from = '', to = '', ...rest] = part.split(between);
	if (!from || !to || rest.length > 0) return { problem: 'not-an-interval', what: part };
	const [opens, closes] = [readTime(from), readTime(to)];
	if (!opens || opens === '24:00') return { problem: 'not-a-time', what: from };
	if (!closes) return { problem: 'not-a-time', what: to };
	const interval = { opens, closes };
	return closes > opens ? interval : { problem: 'ends-first', what: writeInterval(interval) };
}

/** "8", "8:30", "8.30", "8h30" as 'HH:MM'; nothing when the day has no such time. */
function readTime(text: string): string | undefined {
	const read = /^(\d{1,2})(?:[:.h](\d{2})|h)?$/i.exec(text);
	const time = `${read?.[1]?.padStart(2, '0')}:${read?.[2] ?? '00'}`;
	return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time) || time === '24:00' ? time : undefined;
}

/** The first two that leave no pause between them, of intervals in order. */
function meeting(intervals: Interval[]): HoursProblem | undefined {
	for (const [index, later] of intervals.entries()) {
		const earlier = intervals[index - 1];
		if (!earlier || earlier.closes < later.opens) continue;
		return {
			problem: earlier.closes === later.opens ? 'touch' : 'overlap',
			what: writeIntervals([earlier, later]),
		};
	}
	return undefined;
}

function writeInterval({ opens, closes }: Interval): string {
	return `${opens}–${closes}`;
}
