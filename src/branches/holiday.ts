import type { Locale } from '../identity/account.ts';

/** A public holiday of a branch's country: one whole day in the branch's zone, from `startsAt` to before `endsAt`. */
export type Holiday = {
	date: Temporal.PlainDate;
	names: Record<Locale, string>;
	startsAt: Date;
	endsAt: Date;
};

/**
 * How a holiday stands with a branch: `proposed`; `idle` as well, but the branch does not work that day anyhow; `accepted`; `soon` and
 * `over` can no longer be accepted.
 */
export type HolidayState = 'proposed' | 'idle' | 'accepted' | 'soon' | 'over';

/** Branches for which none of a year's public holidays is accepted. */
export type HolidaysMissing = { year: number; branches: { slug: string; legalName: string }[] };
