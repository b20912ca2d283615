import type { Branch } from './branch.ts';
import { WorkingCalendar } from './calendar.ts';
import { periodsOf, type Closure } from './closure.ts';

// A calendar has worked out the year when it was asked once: it is kept while it may be right, one that knows only today's closures beside
// one that knows those of years.
const kept = new Map<string, WorkingCalendar>();
const mostKept = 100;

/** When a branch works: its hours as they are, less the closures that concern it. */
export function calendarOf(branch: Pick<Branch, 'id' | 'timeZone' | 'hours'>, closures: Closure[]): WorkingCalendar {
	const away = periodsOf(closures, branch.id);
	const key = JSON.stringify([branch.timeZone, branch.hours, away]);
	const known = kept.get(key);
	if (known) return known;
	if (kept.size >= mostKept) kept.clear();
	const calendar = new WorkingCalendar(branch, away);
	kept.set(key, calendar);
	return calendar;
}
