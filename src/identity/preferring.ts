import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { Account, Locale } from './account.ts';
import { accountSubject } from './account-finding.ts';

type Preference = { locale: Locale; timeZone: string };

/** The account reads in this language and sees times of this zone from now on, in letters too. */
export async function preferLanguageAndZone(
	trx: Writing,
	account: Pick<Account, 'id' | 'locale' | 'timeZone'>,
	{ locale, timeZone }: Preference,
	by: By,
): Promise<void> {
	if (account.locale === locale && account.timeZone === timeZone) return;
	await trx.updateTable('account').set({ locale, time_zone: timeZone }).where('id', '=', account.id).execute();
	const before = { locale: account.locale, timeZone: account.timeZone };
	const subject = await accountSubject(trx, account.id);
	await record(trx, by, { action: 'profile-changed', subject, before, after: { locale, timeZone } });
}
