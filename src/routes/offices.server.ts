import { officeState } from '../branches/branch.ts';
import { listBranches } from '../branches/finding.ts';
import { database } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import { formatTime } from '../ui/format.ts';

/** The branches as `OfficeLines` shows them: country, telephone, whether each is at work and until when. */
export async function listOffices(locale: Locale) {
	const now = new Date();
	const countries = new Intl.DisplayNames(locale, { type: 'region' });
	return (await listBranches(database())).map((branch) => {
		const { open, until } = officeState(branch, now);
		return {
			country: countries.of(branch.country) ?? branch.country,
			phone: branch.phone,
			open,
			until: until && formatTime(until, now, locale, branch.timeZone),
		};
	});
}
