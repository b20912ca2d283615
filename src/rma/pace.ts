import type { WorkingCalendar } from '../branches/calendar.ts';
import type { RmaState } from './rma.ts';

/** Whom an RMA waits for. */
type Awaited = 'support' | 'customer';

/** How many working days of its branch an RMA may stay in a state before it stands out, and whose turn it is. */
const paces: Partial<Record<RmaState, { days: number; awaits: Awaited }>> = {
	in_transit: { days: 15, awaits: 'customer' },
	received: { days: 2, awaits: 'support' },
	inspecting: { days: 5, awaits: 'support' },
	accepted: { days: 10, awaits: 'support' },
	declined: { days: 3, awaits: 'support' },
	repaired: { days: 2, awaits: 'support' },
	replaced: { days: 2, awaits: 'support' },
	returned_unrepaired: { days: 2, awaits: 'support' },
	shipped_back: { days: 20, awaits: 'customer' },
};

/** Whose turn it is; null where the portal itself ends the state, or nothing is left to do. */
export function awaited(state: RmaState): Awaited | null {
	return state === 'quoted' ? 'customer' : (paces[state]?.awaits ?? null);
}

/**
 * The instant from which an RMA has stayed in its state for too long; null where none has been set. Days on which the branch does not
 * work do not count. A quote has its own end, which is `quoteEnds`.
 */
export function overdueSince(
	state: RmaState,
	stateSince: Date,
	calendar: Pick<WorkingCalendar, 'afterDays'>,
	quoteEnds: Date | null = null,
): Date | null {
	if (state === 'quoted') return quoteEnds;
	const pace = paces[state];
	return pace ? calendar.afterDays(stateSince, pace.days) : null;
}

/** The end of a quote's last day ('YYYY-MM-DD'), where its branch is. */
export function quoteEndsAt(validUntil: string, timeZone: string): Date {
	const after = Temporal.PlainDate.from(validUntil).add({ days: 1 });
	return new Date(after.toZonedDateTime(timeZone).epochMilliseconds);
}
