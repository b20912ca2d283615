import { discardStaged } from '../../../../attachments/staging.ts';
import { database } from '../../../../database/connection.ts';
import { asAnybody } from '../../../request.server.ts';
import type { RequestHandler } from './$types';

/** Removes a file that waits for its form. */
export const DELETE: RequestHandler = async (event) => {
	const { account } = asAnybody(event);
	await discardStaged(database(), account.id, event.params.id);
	return new Response(null, { status: 204 });
};
