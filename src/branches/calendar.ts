import type { OfficeHours } from './branch.ts';

/** A stretch of time in milliseconds since 1970, its end not included. */
export type Period = { from: number; to: number };

/** Whether the branch is at work, and the instant at which that changes (null: it never opens, as far as anybody knows). */
export type OfficeState = { open: boolean; until: Date | null };

// Whoever has no hours for two years has none.
const yearsAhead = 2;
const dayMs = 86_400_000;

/**
 * When a branch works: its weekly hours in its own zone, less its closures. Hours are wall-clock time: an interval begins at the first
 * moment of the day at which the clock shows its opening or later, and ends at the first at which it shows its closing or later; so a
 * time that the clock skips is the end of the gap, and of one that comes twice the first counts. Pure, and quick: the intervals of a year
 * are worked out once, when somebody asks about it.
 */
export class WorkingCalendar {
	readonly #timeZone: string;
	readonly #hours: OfficeHours[];
	readonly #closures: Period[];
	readonly #years = new Map<number, Year>();

	constructor({ timeZone, hours }: { timeZone: string; hours: OfficeHours[] }, closures: Period[] = []) {
		this.#timeZone = timeZone;
		this.#hours = hours.toSorted((a, b) => a.opens.localeCompare(b.opens));
		this.#closures = merged(closures);
	}

	isOpen(at: Date): boolean {
		return this.stateAt(at).open;
	}

	/** The branch's state at an instant, and when it changes next. */
	stateAt(at: Date): OfficeState {
		const time = at.getTime();
		const first = this.#yearAt(time);
		for (let number = first.number; number <= first.number + yearsAhead; number++) {
			const { intervals } = this.#year(number);
			const next = intervals[firstEndingAfter(intervals, time)];
			if (!next) continue;
			const open = next.from <= time;
			return { open, until: new Date(open ? this.#endOf(number, next) : next.from) };
		}
		return { open: false, until: null };
	}

	/** How many minutes of work lie between two instants; parts of a minute count as such. None when `to` is not the later one. */
	minutesBetween(from: Date, to: Date): number {
		if (to <= from) return 0;
		const first = this.#yearAt(from.getTime());
		const last = this.#yearAt(to.getTime());
		let ms = workedUntil(last, to.getTime()) - workedUntil(first, from.getTime());
		for (let number = first.number; number < last.number; number++) ms += this.#year(number).worked.at(-1) ?? 0;
		return ms / 60_000;
	}

	/** The instant at which so many minutes of work have passed since another; null where that is further off than anybody knows. */
	afterMinutes(from: Date, minutes: number): Date | null {
		if (minutes <= 0) return from;
		let left = minutes * 60_000;
		let time = from.getTime();
		let idle = 0;
		for (let { number } = this.#yearAt(time); idle <= yearsAhead; number++) {
			const year = this.#year(number);
			const done = workedUntil(year, time);
			const ahead = (year.worked.at(-1) ?? 0) - done;
			if (left <= ahead) return new Date(instantOfWork(year, done + left));
			left -= ahead;
			time = year.to;
			idle = ahead === 0 ? idle + 1 : 0;
		}
		return null;
	}

	/** The same time of day on the so many-th working day afterwards. A day on which the branch never opens is no working day. */
	afterDays(from: Date, days: number): Date | null {
		const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(this.#timeZone);
		let day = start.toPlainDate();
		let idle = 0;
		for (let left = days; left > 0;) {
			day = day.add({ days: 1 });
			const works = this.#worksOn(day);
			if (works) left--;
			idle = works ? 0 : idle + 1;
			if (idle > yearsAhead * 366) return null;
		}
		const then = day.toZonedDateTime({ timeZone: this.#timeZone, plainTime: start.toPlainTime() });
		return new Date(then.epochMilliseconds);
	}

	/** When each working day between two instants begins: those that begin after the first and not after the second, in order. */
	workingDays(from: Date, to: Date): Date[] {
		const [first, last] = [from.getTime(), to.getTime()];
		const days: Date[] = [];
		for (let { number } = this.#yearAt(first); number <= this.#yearAt(last).number; number++)
			for (const begins of this.#year(number).days)
				if (begins > first && begins <= last) days.push(new Date(begins));
		return days;
	}

	/** What is left of a day's hours after its closures, in order. */
	intervalsOn(day: Temporal.PlainDate): Period[] {
		const from = startOf(day, this.#timeZone);
		const to = startOf(day.add({ days: 1 }), this.#timeZone);
		const { intervals } = this.#year(day.year);
		const first = firstEndingAfter(intervals, from);
		return intervals.slice(first).filter((interval) => interval.from < to);
	}

	#worksOn(day: Temporal.PlainDate): boolean {
		return this.intervalsOn(day).length > 0;
	}

	// Work that goes on over the turn of the year is one interval cut in two.
	#endOf(number: number, { to }: Period): number {
		const [next] = to === this.#year(number).to ? this.#year(number + 1).intervals : [];
		return next?.from === to ? next.to : to;
	}

	#yearAt(time: number): Year {
		const guess = this.#year(new Date(time).getUTCFullYear());
		if (time < guess.from) return this.#year(guess.number - 1);
		return time < guess.to ? guess : this.#year(guess.number + 1);
	}

	#year(number: number): Year {
		let year = this.#years.get(number);
		if (!year) this.#years.set(number, (year = this.#workOut(number)));
		return year;
	}

	#workOut(number: number): Year {
		const periods: Period[] = [];
		let day = Temporal.PlainDate.from({ year: number, month: 1, day: 1 });
		const from = startOf(day, this.#timeZone);
		let begins = from;
		const days: Period[] = [];
		while (day.year === number) {
			const next = day.add({ days: 1 });
			const ends = startOf(next, this.#timeZone);
			days.push({ from: begins, to: ends });
			periods.push(...this.#hoursOn(day, begins, ends));
			[day, begins] = [next, ends];
		}
		const intervals = less(merged(periods), this.#closures);
		const works = ({ from, to }: Period) => (intervals[firstEndingAfter(intervals, from)]?.from ?? to) < to;
		const working = days.filter(works).map((day) => day.from);
		return { number, from, to: begins, intervals, days: working, worked: summed(intervals) };
	}

	#hoursOn(day: Temporal.PlainDate, begins: number, ends: number): Period[] {
		const isPlain = ends - begins === dayMs;
		const instant = (time: string) =>
			isPlain ? begins + minutesOf(time) * 60_000 : firstMoment(day, time, this.#timeZone, ends);
		return this.#hours
			.filter(({ weekday }) => weekday === day.dayOfWeek)
			.map(({ opens, closes }) => ({ from: instant(opens), to: instant(closes) }));
	}
}

/** `days`: when its working days begin. `worked`: milliseconds of work before each interval, and at the end the year's sum. */
type Year = { number: number; from: number; to: number; intervals: Period[]; days: number[]; worked: number[] };

function startOf(day: Temporal.PlainDate, timeZone: string): number {
	return day.toZonedDateTime(timeZone).epochMilliseconds;
}

function minutesOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return hours * 60 + minutes;
}

/** The first moment of a day, one on which the clock changes, at which it shows a time or a later one; '24:00' is the day's end. */
function firstMoment(day: Temporal.PlainDate, time: string, timeZone: string, dayEnds: number): number {
	if (time === '24:00') return dayEnds;
	const plainTime = Temporal.PlainTime.from(time);
	const shown = day.toZonedDateTime({ timeZone, plainTime });
	if (shown.toPlainTime().equals(plainTime)) return shown.epochMilliseconds;
	// Within a gap: as far behind its end as the time is behind its beginning.
	return shown.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? shown.epochMilliseconds;
}

/** In order, without empty ones; those that meet or overlap become one. */
function merged(periods: Period[]): Period[] {
	const result: Period[] = [];
	for (const { from, to } of periods.toSorted((a, b) => a.from - b.from)) {
		const last = result.at(-1);
		if (from >= to) continue;
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else result.push({ from, to });
	}
	return result;
}

/** What is left of the ones after the others; both in order and apart. */
function less(periods: Period[], others: Period[]): Period[] {
	return periods.flatMap((period) => {
		const left: Period[] = [];
		let { from } = period;
		for (let index = firstEndingAfter(others, from); index < others.length; index++) {
			const other = others[index];
			if (!other || other.from >= period.to) break;
			if (other.from > from) left.push({ from, to: other.from });
			from = other.to;
		}
		return from < period.to ? [...left, { from, to: period.to }] : left;
	});
}

function summed(periods: Period[]): number[] {
	let sum = 0;
	return [0, ...periods.map(({ from, to }) => (sum += to - from))];
}

/** The index of the first period that ends after a moment. */
function firstEndingAfter(periods: Period[], time: number): number {
	let [low, high] = [0, periods.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((periods[middle]?.to ?? 0) > time) high = middle;
		else low = middle + 1;
	}
	return low;
}

function workedUntil({ intervals, worked }: Year, time: number): number {
	const index = firstEndingAfter(intervals, time);
	const under = intervals[index];
	return (worked[index] ?? 0) + (under && under.from < time ? time - under.from : 0);
}

/** The instant at which so much of the year's work is done. */
function instantOfWork({ intervals, worked }: Year, done: number): number {
	const index = worked.findIndex((_, at) => (worked[at + 1] ?? 0) >= done);
	const { from } = intervals[index] ?? { from: Number.NaN };
	return from + done - (worked[index] ?? 0);
}
