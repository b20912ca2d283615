import { config } from '../../../config.server.ts';
import { shownAnnouncement } from '../../announced.server.ts';
import { currentOffices } from '../../offices.server.ts';
import { syndicatedPath } from '../../syndicated.server.ts';
import type { PageServerLoad } from './$types';

/** What is announced now: to a customer, for his branch and for all; to everybody else, for every branch. */
export const load: PageServerLoad = async ({ locals: { account, locale } }) => {
	const { announcements, offices } = await currentOffices();
	const branches = offices.map(({ branch }) => branch);
	const own = branches.find(({ id }) => id === account?.branchId) ?? null;
	const mine = announcements.filter(({ branchId }) => own === null || branchId === null || branchId === own.id);
	const reader = { locale, timeZone: account?.timeZone };
	const feed = (ending: string) => syndicatedPath(`/announcements.${ending}`, locale, own);
	return {
		announcements: mine.map((one) => shownAnnouncement(one, branches, reader)),
		feeds: {
			calendar: feed('ics'),
			// Opened by the calendar program, which goes on asking; a file that is downloaded would stay as it is.
			subscription: config().origin.replace(/^https?:/, 'webcal:') + feed('ics'),
			atom: feed('atom'),
			json: feed('json'),
		},
	};
};
