import { listPlanned, plannedSearch } from '../../../../../announcements/closure-overseeing.ts';
import { database } from '../../../../../database/connection.ts';
import { currentOffices } from '../../../../offices.server.ts';
import { asStaff } from '../../../../request.server.ts';
import { overseenView } from './views.server.ts';
import type { PageServerLoad } from './$types';

/** Closures that run and come, or the past ones, paged by the address. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const search = plannedSearch(event.url.searchParams);
	const now = new Date();
	const [{ offices }, { rows, next }] = await Promise.all([
		currentOffices(),
		listPlanned(database(), actor, search, now),
	]);
	return {
		show: search.show,
		rows: rows.map((row) => overseenView(row, { ...account, offices, now })),
		first: search.after ? addressOf(search.show, '') : null,
		next: next && addressOf(search.show, next),
	};
};

function addressOf(show: string, after: string): string {
	const query = new URLSearchParams({ ...(show === 'past' && { show }), ...(after && { after }) });
	return `/desk/admin/closures${query.size > 0 ? `?${query}` : ''}`;
}
