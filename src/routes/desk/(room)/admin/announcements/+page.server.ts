import { announcementId, listAnnouncements } from '../../../../../announcements/overseeing.ts';
import { listBranches } from '../../../../../branches/finding.ts';
import { database } from '../../../../../database/connection.ts';
import { asStaff } from '../../../../request.server.ts';
import { shownFacts } from './announcement-form.server.ts';
import type { PageServerLoad } from './$types';

/** What is announced and will be, or was; those of closures lead to the closure. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const { searchParams } = event.url;
	const past = searchParams.get('show') === 'past';
	const before = announcementId(searchParams.get('before') ?? '') ?? null;
	const [branches, { rows, next }] = await Promise.all([
		listBranches(database()),
		listAnnouncements(database(), actor, { past, before }, new Date()),
	]);
	return {
		past,
		next,
		first: before === null,
		rows: rows.map((row) => ({
			id: row.id,
			title: row.texts[account.locale].title,
			state: row.state,
			closure: row.closure?.id ?? null,
			...shownFacts(row, branches, account),
		})),
	};
};
