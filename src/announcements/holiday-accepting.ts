import type { By } from '../audit/entry.ts';
import type { Branch } from '../branches/branch.ts';
import type { Holiday } from '../branches/holiday.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import { dayInWords } from '../ui/format.ts';
import { publishClosure, type Texts } from './publishing.ts';

/** How long before a public holiday its letters go out: accepted a year ahead, it would be forgotten. */
export const lettersDaysBefore = 14;

/**
 * Makes closures of a branch's public holidays, all or none, shown at once and told 14 days before (product.md B7).
 * @throws Refusal `holiday-accepted` when one of them already is; `closure-too-soon` when one starts in less than 24 hours
 */
export async function acceptHolidays(
	trx: Writing,
	by: By,
	{ branch, holidays }: { branch: Branch; holidays: Holiday[] },
	now: Date,
): Promise<void> {
	// A dozen once a year, each by the verb that plans every closure.
	for (const holiday of holidays) {
		const closure = closureFor(branch, holiday);
		await publishClosure(
			trx,
			by,
			{ closure, texts: textsOn(branch, holiday), lettersAt: lettersAt(holiday, now) },
			now,
		);
	}
}

function closureFor({ id: branchId }: Branch, { date, startsAt, endsAt }: Holiday) {
	const stops = { noNewTickets: true, noMessages: true, portalOff: false };
	const extent = { branchId, startsAt, endsAt, ...stops, unplannedBecause: null };
	return { kind: 'public_holiday' as const, ...extent, holiday: String(date) };
}

function lettersAt({ startsAt }: Holiday, now: Date): Date {
	const before = startsAt.getTime() - lettersDaysBefore * 86_400_000;
	return new Date(Math.max(now.getTime(), before));
}

// A title of the database has 150 characters; the longest names in the world come to half of them.
const longestName = 90;

function textsOn({ country }: Branch, { date, names }: Holiday): Texts {
	const texts = locales.map((locale) => {
		const holiday = names[locale].slice(0, longestName);
		const countryName = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
		const title = m.holiday_title({ ...dayInWords(String(date), locale), holiday }, { locale });
		return [locale, { title, body: m.holiday_body({ country: countryName }, { locale }) }];
	});
	return Object.fromEntries(texts) as Texts;
}
