import type { Actor } from './actor.ts';

export const locales = ['en', 'it', 'fr', 'es', 'ru'] as const;
export type Locale = (typeof locales)[number];

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
};

export function isLocale(value: unknown): value is Locale {
	return locales.some((locale) => locale === value);
}
