import { config } from '../../../config.server.ts';
import { shownAnnouncement } from '../../announced.server.ts';
import { readAnnounced } from '../../syndicated.server.ts';
import type { PageServerLoad } from './$types';

/** What is announced, for a frame in another site: the same for everybody, in the language and for the branch of its address. */
export const load: PageServerLoad = async (event) => {
	const { announcements, branches } = await readAnnounced(event);
	const reader = { locale: event.locals.locale, timeZone: undefined };
	return {
		announcements: announcements.map((one) => shownAnnouncement(one, branches, reader)),
		pageUrl: `${config().origin}/announcements`,
	};
};
