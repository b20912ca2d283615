import type { Facts } from '../audit/entry.ts';
import type { Account } from '../identity/account.ts';
import type { UnitTicket } from '../tickets/listing-of-unit.ts';
import { formatDateTime, formatDay } from '../ui/format.ts';
import { storyFilters, type StoryEvent, type StoryFilter, type StoryKind } from '../units/story.ts';

/** Which part of a unit's story an address asks for, and behind which place. */
export function stateOfStory({ searchParams }: URL): { filter: StoryFilter; after: string } {
	return {
		filter: storyFilters.find((one) => one === searchParams.get('show')) ?? 'all',
		after: (searchParams.get('after') ?? '').slice(0, 200),
	};
}

/** When something happened, in the reader's zone, and the year under which it stands. */
export function shownTime(at: Date, { locale, timeZone }: Account) {
	const year = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).year;
	return { time: { at: at.toISOString(), text: formatDateTime(at, locale, timeZone) }, year: String(year) };
}

/** A ticket as a line of a unit's story. */
export function shownTicket(ticket: UnitTicket, account: Account) {
	const { number, subject, status, answerAwaited, openedAt } = ticket;
	return {
		source: 'ticket' as const,
		icon: 'mail' as const,
		key: `ticket ${number}`,
		number,
		subject,
		status,
		answerAwaited,
		...shownTime(openedAt, account),
	};
}

const icons = {
	registered: 'add',
	changed: 'chip',
	bound: 'lock',
	released: 'lock',
	transferred: 'user',
	delegated: 'lock',
	replaced: 'swap',
} as const satisfies Record<StoryKind, string>;

/** What happened to the unit itself; a day in what changed is written as the reader writes days. */
export function shownEvent(event: Omit<StoryEvent, 'by'>, account: Account) {
	const { kind, imported, details, place, at } = event;
	const until = details['subscriptionUntil'];
	const written: Facts = typeof until === 'string' ? { subscriptionUntil: formatDay(until, account.locale) } : {};
	const shown: Facts = { ...details, ...written };
	return {
		source: 'unit' as const,
		icon: icons[kind],
		key: `unit ${place.id}`,
		kind,
		imported,
		details: shown,
		...shownTime(at, account),
	};
}
