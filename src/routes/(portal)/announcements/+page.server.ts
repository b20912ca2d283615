import type { Announcement } from '../../../announcements/announcement.ts';
import type { Locale } from '../../../identity/account.ts';
import { formatDateTime } from '../../../ui/format.ts';
import { currentOffices } from '../../offices.server.ts';
import type { PageServerLoad } from './$types';

/** What is announced now: to a customer, for his branch and for all; to everybody else, for every branch. */
export const load: PageServerLoad = async ({ locals }) => {
	const { account, locale } = locals;
	const { announcements, offices } = await currentOffices();
	const own = account?.branchId ?? null;
	const mine = announcements.filter(({ branchId }) => own === null || branchId === null || branchId === own);
	const branchName = (id: number | null) => offices.find(({ branch }) => branch.id === id)?.branch.legalName ?? null;
	const mainZone = offices[0]?.branch.timeZone ?? 'UTC';
	const zoneOf = ({ branchId }: Announcement) =>
		account?.timeZone ?? offices.find(({ branch }) => branch.id === branchId)?.branch.timeZone ?? mainZone;
	return {
		announcements: mine.map((one) => ({
			id: one.id,
			branch: branchName(one.branchId),
			...one.texts[locale],
			...shownTimes(one, locale, zoneOf(one)),
		})),
	};
};

function shownTimes({ closure, publishedAt }: Announcement, locale: Locale, timeZone: string) {
	const shown = (at: Date) => ({ at: at.toISOString(), text: formatDateTime(at, locale, timeZone, 'full') });
	return {
		closure: closure && { kind: closure.kind, from: shown(closure.startsAt), to: shown(closure.endsAt) },
		published: shown(publishedAt),
	};
}
