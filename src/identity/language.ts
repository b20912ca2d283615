import type { Reading } from '../database/connection.ts';
import { isLocale, locales, type Locale } from './account.ts';

/** The visitor's language before he logs in: what he chose, else what his browser prefers, else English. */
export function preferredLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
	if (isLocale(chosen)) return chosen;
	const wanted = (acceptLanguage ?? '')
		.split(',')
		.map((part) => part.trim().split(';q='))
		.map(([tag = '', quality = '1']) => ({ locale: tag.slice(0, 2).toLowerCase(), quality: Number(quality) || 0 }))
		.sort((a, b) => b.quality - a.quality);
	return wanted.map((one) => one.locale).find(isLocale) ?? locales[0];
}

/** The account reads in this language from now on, mails included. */
export async function chooseLanguage(db: Reading, accountId: number, locale: Locale): Promise<void> {
	await db.updateTable('account').set({ locale }).where('id', '=', accountId).execute();
}
