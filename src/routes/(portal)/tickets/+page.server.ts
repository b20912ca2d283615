import { database } from '../../../database/connection.ts';
import { listState } from '../../../tickets/list.ts';
import { listTickets } from '../../../tickets/listing.ts';
import { OnServer } from '../../../on-server.ts';
import { asCustomer } from '../../request.server.ts';
import type { PageServerLoad } from './$types';

/** Support Requests: one page of the list, in the state that the address holds. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const state = listState(event.url.searchParams);
	return {
		list: new OnServer({ state, timeZone: account.timeZone, ...(await listTickets(database(), actor, state)) }),
	};
};
