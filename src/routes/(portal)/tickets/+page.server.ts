import { database } from '../../../database/connection.ts';
import { listState } from '../../../tickets/list.ts';
import { listTickets } from '../../../tickets/listing.ts';
import { formatDateTime } from '../../../ui/format.ts';
import { asCustomer } from '../../request.server.ts';
import type { PageServerLoad } from './$types';

/** Support Requests: one page of the list, in the state that the address holds. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const state = listState(event.url.searchParams);
	const page = await listTickets(database(), actor, state);
	const shown = (at: Date | null) =>
		at && { at: at.toISOString(), text: formatDateTime(at, account.locale, account.timeZone) };
	return {
		state,
		counts: page.counts,
		next: page.next,
		rows: page.rows.map(({ openedAt, startedAt, closedAt, ...row }) => ({
			...row,
			opened: shown(openedAt),
			started: shown(startedAt),
			closed: shown(closedAt),
		})),
	};
};
