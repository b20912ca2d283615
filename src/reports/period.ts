import { isDay } from '../ui/day.ts';

/** Which RMAs figures are about: days as 'YYYY-MM-DD' in the reader's zone, both included; a branch by its slug, '' for all. */
export type FiguresFilter = { from: string; to: string; branch: string };

/** Reads the filter from an address: what cannot be meant is the last twelve months, and all branches. */
export function readFilter(query: URLSearchParams, today: string): FiguresFilter {
	const to = dayIn(query.get('to')) ?? today;
	const from = dayIn(query.get('from')) ?? Temporal.PlainDate.from(to).subtract({ months: 12 }).toString();
	const [first = from, last = to] = [from, to].toSorted();
	return { from: first, to: last, branch: (query.get('branch') ?? '').slice(0, 40) };
}

/** The same filter as the query of an address. */
export function filterQuery(filter: FiguresFilter): string {
	return `?${new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))}`;
}

/** The instants at which the days begin and end, the end not included. */
export function boundsOf({ from, to }: FiguresFilter, timeZone: string): { from: Date; to: Date } {
	const start = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
	return { from: start(Temporal.PlainDate.from(from)), to: start(Temporal.PlainDate.from(to).add({ days: 1 })) };
}

function dayIn(text: string | null): string | undefined {
	return text && /^(19|20)/.test(text) && isDay(text) ? text : undefined;
}
