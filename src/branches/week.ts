import type { Branch } from './branch.ts';
import type { Period, WorkingCalendar } from './calendar.ts';
import { concerns, type Closure } from './closure.ts';

/** A day of a branch: its hours with the closures taken off, cut at midnight; `away`: the closures that touch it. */
export type WorkingDay = { day: string; isToday: boolean; hours: Period[]; away: Closure[] } & Period;

/** The week in which a branch is at a moment, from Monday to Sunday, by the clock on its wall. */
export function weekOf(
	{ branch, calendar }: { branch: Pick<Branch, 'id' | 'timeZone'>; calendar: WorkingCalendar },
	closures: Closure[],
	now: Date,
): WorkingDay[] {
	const { timeZone } = branch;
	const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
	const monday = today.subtract({ days: today.dayOfWeek - 1 });
	return Array.from({ length: 7 }, (_, days) => {
		const day = monday.add({ days });
		const whole = { from: startOf(day, timeZone), to: startOf(day.add({ days: 1 }), timeZone) };
		return {
			...whole,
			day: day.toString(),
			isToday: day.equals(today),
			hours: calendar.intervalsOn(day).map((period) => within(period, whole)),
			away: closures.filter((closure) => concerns(closure, branch.id) && touches(closure, whole)),
		};
	});
}

/** Closures that run or begin before a moment, by their beginning: those of one branch alone, or (null) those of all. */
export function closuresAhead(closures: Closure[], branchId: number | null, now: Date, until: Date): Closure[] {
	return closures.filter(
		(closure) => closure.branchId === branchId && closure.endsAt > now && closure.startsAt < until,
	);
}

function startOf(day: Temporal.PlainDate, timeZone: string): number {
	return day.toZonedDateTime(timeZone).epochMilliseconds;
}

// Work that goes on over midnight is one interval of the calendar.
function within(period: Period, { from, to }: Period): Period {
	return { from: Math.max(period.from, from), to: Math.min(period.to, to) };
}

function touches({ startsAt, endsAt }: Closure, { from, to }: Period): boolean {
	return startsAt.getTime() < to && endsAt.getTime() > from;
}
