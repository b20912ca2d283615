import type { Actor } from './actor.ts';

export const locales = ['en', 'it', 'fr', 'es', 'ru'] as const;
export type Locale = (typeof locales)[number];

/**
 * What a session still has to pass before it is `open`: the second factor, a new password, setting up a second factor, the terms
 * of use. Until then it opens nothing but the page of that step, and logging out.
 */
export type Step = 'open' | 'second-factor' | 'choose-password' | 'enrol-factor' | 'accept-terms';

/** Who is logged in, with the language and zone he reads in. */
export type Account = {
	id: number;
	actor: Actor;
	/** The company, or the staff member's own name. */
	name: string;
	/** The customer code; staff have none. */
	code: string;
	locale: Locale;
	timeZone: string;
	/** The branch that serves the customer (product.md B2); null for staff. */
	branchId: number | null;
	/** Names this session in the list of sessions; not its token. */
	sessionId: string;
	step: Step;
};

export function isLocale(value: unknown): value is Locale {
	return locales.some((locale) => locale === value);
}
