import type { Announcement } from '../../../announcements/announcement.ts';
import type { Locale } from '../../../identity/account.ts';
import { formatDateTime, formatPeriod } from '../../../ui/format.ts';
import { branchName, branchZone, currentOffices } from '../../offices.server.ts';
import type { PageServerLoad } from './$types';

/** What is announced now: to a customer, for his branch and for all; to everybody else, for every branch. */
export const load: PageServerLoad = async ({ locals }) => {
	const { account, locale } = locals;
	const offices = await currentOffices();
	const own = account?.branchId ?? null;
	const mine = offices.announcements.filter(({ branchId }) => own === null || branchId === null || branchId === own);
	const zoneOf = ({ branchId }: Announcement) => account?.timeZone ?? branchZone(offices, branchId);
	return {
		announcements: mine.map((one) => ({
			id: one.id,
			branch: branchName(offices, one.branchId),
			...one.texts[locale],
			...shownTimes(one, locale, zoneOf(one)),
		})),
	};
};

function shownTimes({ closure, publishedAt }: Announcement, locale: Locale, timeZone: string) {
	const shown = (at: Date) => ({ at: at.toISOString(), text: formatDateTime(at, locale, timeZone, 'full') });
	return {
		closure: closure && {
			kind: closure.kind,
			period: formatPeriod(closure.startsAt, closure.endsAt, locale, timeZone),
		},
		published: shown(publishedAt),
	};
}
