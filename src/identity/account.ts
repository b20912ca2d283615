export const locales = ['en', 'it', 'fr', 'es', 'ru'] as const;
export type Locale = (typeof locales)[number];

/** What a login opens: a customer's or a staff member's, with the language and zone he reads in. */
export type Account = { id: number; kind: 'customer' | 'staff'; locale: Locale; timeZone: string };

export function isLocale(value: unknown): value is Locale {
	return locales.some((locale) => locale === value);
}
