import { database } from '../../../../../database/connection.ts';
import { servePaper } from '../../../../paper.server.ts';
import { asStaff } from '../../../../request.server.ts';
import type { RequestHandler } from './$types';

/** The same paper as the sender's, for whoever opens the parcel. */
export const GET: RequestHandler = (event) => {
	const { actor } = asStaff(event);
	return servePaper(database(), actor, event.params.number);
};
