import { describe, expect, test } from 'vitest';
import type { OfficeHours } from './branch.ts';
import { WorkingCalendar, type Period } from './calendar.ts';

/**
 * The same questions answered another way: the clock on the wall is read from Intl for every quarter of an hour of three years (no zone
 * here changes its clock in between), and whatever is asked is looked up in that list.
 */
type Quarter = { at: number; date: string; weekday: number; minute: number };

const quarterMs = 15 * 60_000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function readClock(timeZone: string, from: number, to: number): Map<string, Quarter[]> {
	const clock = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		hourCycle: 'h23',
		weekday: 'short',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
	});
	const days = new Map<string, Quarter[]>();
	for (let at = from; at < to; at += quarterMs) {
		// Mon, 05/10/2026, 08:30
		const [, day = '', date = '', hour, minute] = /^(\w+), (\S+), (\d+):(\d+)$/.exec(clock.format(at)) ?? [];
		const quarter = { at, date, weekday: weekdays.indexOf(day) + 1, minute: Number(hour) * 60 + Number(minute) };
		const known = days.get(date);
		if (known) known.push(quarter);
		else days.set(date, [quarter]);
	}
	return days;
}

/** The first moment of the day at which the clock shows that minute or a later one. */
function firstShowing(day: Quarter[], minute: number): number {
	const shown = day.find((quarter) => quarter.minute + 15 > minute);
	if (!shown) return (day.at(-1)?.at ?? 0) + quarterMs;
	return shown.at + Math.max(0, minute - shown.minute) * 60_000;
}

function open(days: Map<string, Quarter[]>, hours: OfficeHours[], closures: Period[]): Period[] {
	const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
	const periods: Period[] = [];
	for (const day of days.values())
		for (const { weekday, opens, closes } of hours)
			if (day[0]?.weekday === weekday)
				periods.push({ from: firstShowing(day, minuteOf(opens)), to: firstShowing(day, minuteOf(closes)) });
	const left = periods
		.flatMap((period) => closures.reduce((rest, closure) => rest.flatMap((one) => without(one, closure)), [period]))
		.filter(({ from, to }) => from < to)
		.sort((a, b) => a.from - b.from);
	// Midnight is no end to a night that goes on.
	return left
		.filter(({ from }, index) => left[index - 1]?.to !== from)
		.map(({ from }) => ({ from, to: endOf(left, from) }));
}

function endOf(periods: Period[], from: number): number {
	const to = periods.find((period) => period.from === from)?.to ?? from;
	return periods.some((period) => period.from === to) ? endOf(periods, to) : to;
}

function without(period: Period, { from, to }: Period): Period[] {
	const before = { from: period.from, to: Math.min(period.to, from) };
	const after = { from: Math.max(period.from, to), to: period.to };
	return [before, after].filter((rest) => rest.from < rest.to);
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const office: OfficeHours[] = [1, 2, 3, 4, 5].flatMap((weekday) => [
	{ weekday, opens: '08:30', closes: '12:30' },
	{ weekday, opens: '14:00', closes: '18:00' },
]);
// Where clocks are changed: between midnight and four, times that are skipped or come twice among them.
const night: OfficeHours[] = everyDay.flatMap((weekday) => [
	{ weekday, opens: '00:00', closes: '00:40' },
	{ weekday, opens: '01:20', closes: '02:20' },
	{ weekday, opens: '02:35', closes: '02:50' },
	{ weekday, opens: '02:55', closes: '03:10' },
	{ weekday, opens: '23:05', closes: '24:00' },
]);

const zones: [string, number][] = [
	['Europe/Rome', 2026],
	['Europe/Paris', 2024],
	['Europe/Madrid', 2027],
	['Asia/Kolkata', 2026],
	// Its clocks were changed at midnight then, until 2019.
	['America/Sao_Paulo', 2017],
];

// A fixed sequence: a failure can be seen again.
function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe.each(zones)('in %s from %d on, at 20,000 instants', (timeZone, year) => {
	const from = Date.UTC(year, 0, 2);
	const to = Date.UTC(year + 3, 0, 1);
	const days = readClock(timeZone, from - 2 * 86_400_000, to + 2 * 86_400_000);
	const next = chance(year);
	const closures = Array.from({ length: 40 }, () => {
		const begins = from + Math.floor((next() * (to - from)) / 60_000) * 60_000;
		return { from: begins, to: begins + Math.ceil(next() * 6 * 1440) * 60_000 };
	});

	test.each([
		['office hours', office],
		['hours of the night', night],
	])('%s are what the clock on the wall says', (_, hours) => {
		const calendar = new WorkingCalendar({ timeZone, hours }, closures);
		const periods = open(days, hours, closures);
		const isOpen = (time: number) => periods.some((period) => period.from <= time && time < period.to);
		// A third of the instants lie around what changes: an opening, a closing, a change of the clock.
		const edges = periods.flatMap((period) => [period.from, period.to]).filter((time) => time > from && time < to);
		const wrong: string[] = [];
		for (let count = 0; count < 10_000; count++) {
			const edge = edges[Math.floor(next() * edges.length)] ?? from;
			const time = count % 3 === 0 ? edge + Math.floor(next() * 3) - 1 : from + Math.floor(next() * (to - from));
			const { open: said, until } = calendar.stateAt(new Date(time));
			const truth = isOpen(time);
			if (said !== truth) wrong.push(`${new Date(time).toISOString()}: ${String(said)}`);
			if (until && until.getTime() < to) {
				const end = until.getTime();
				if (
					isOpen(end) === truth ||
					isOpen(end - 1) !== truth ||
					periods.some((one) => one.from > time && one.from < end)
				)
					wrong.push(`${new Date(time).toISOString()} until ${until.toISOString()}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test('minutes of work are those that one counts, there and back', () => {
		const calendar = new WorkingCalendar({ timeZone, hours: night }, closures);
		const periods = open(days, night, closures);
		for (let count = 0; count < 300; count++) {
			const begins = from + Math.floor((next() * (to - from)) / 60_000) * 60_000;
			const ends = Math.min(to, begins + Math.floor(next() * 60 * 1440) * 60_000);
			const counted = periods.reduce(
				(sum, one) => sum + Math.max(0, Math.min(one.to, ends) - Math.max(one.from, begins)),
				0,
			);
			expect(calendar.minutesBetween(new Date(begins), new Date(ends))).toBe(counted / 60_000);
			const after = calendar.afterMinutes(new Date(begins), counted / 60_000);
			expect(calendar.minutesBetween(new Date(begins), after ?? new Date(0))).toBe(counted / 60_000);
		}
	});
});
