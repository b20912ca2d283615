import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import type { Closure, ClosureKind } from './closure.ts';

type Words = (inputs?: Record<string, never>, options?: { locale: Locale }) => string;

/** What a closure that runs says of itself, where its announcement has no words for it. */
export const closureWords: Record<ClosureKind, () => string> = {
	public_holiday: m.closure_public_holiday,
	company_holiday: m.closure_company_holiday,
	maintenance: m.closure_maintenance,
};

/** What each kind is, whether it runs or is still to come. */
export const closureKindWords: Record<ClosureKind, Words> = {
	public_holiday: m.closure_kind_public_holiday,
	company_holiday: m.closure_kind_company_holiday,
	maintenance: m.closure_kind_maintenance,
};

/** What customers cannot do while a closure runs, as the rest of a sentence about them. */
export function stopsInWords({ noNewTickets, noMessages, portalOff }: Pick<Closure, Writes>): string {
	if (portalOff) return m.planning_stops_portal();
	if (noNewTickets && noMessages) return m.planning_stops_both();
	if (noNewTickets) return m.planning_stops_tickets();
	return noMessages ? m.planning_stops_messages() : m.planning_stops_nothing();
}

type Writes = 'noNewTickets' | 'noMessages' | 'portalOff';
