import { database } from '../../../../database/connection.ts';
import { servePaper } from '../../../paper.server.ts';
import { asCustomer } from '../../../request.server.ts';
import type { RequestHandler } from './$types';

/** The paper that goes into the parcel, for whoever sends it. */
export const GET: RequestHandler = (event) => {
	const { actor } = asCustomer(event);
	return servePaper(database(), actor, event.params.number);
};
