import type { Branch } from './branch.ts';
import { WorkingCalendar } from './calendar.ts';
import { periodsOf, type Closure } from './closure.ts';

// A calendar has worked out the year when it was asked once: it is kept as long as it is right.
const kept = new Map<number, { key: string; calendar: WorkingCalendar }>();

/** When a branch works: its hours as they are, less the closures that concern it. */
export function calendarOf(branch: Pick<Branch, 'id' | 'timeZone' | 'hours'>, closures: Closure[]): WorkingCalendar {
	const away = periodsOf(closures, branch.id);
	const key = JSON.stringify([branch.timeZone, branch.hours, away]);
	const known = kept.get(branch.id);
	if (known?.key === key) return known.calendar;
	const calendar = new WorkingCalendar(branch, away);
	kept.set(branch.id, { key, calendar });
	return calendar;
}
