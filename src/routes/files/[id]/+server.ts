import { database } from '../../../database/connection.ts';
import { findFile } from '../../../tickets/reading.ts';
import { asAnybody } from '../../request.server.ts';
import { serveFile } from '../serving.server.ts';
import type { RequestHandler } from './$types';

/** An attachment, always as a download. */
export const GET: RequestHandler = async (event) => {
	const { actor } = asAnybody(event);
	const file = await findFile(database(), actor, event.params.id);
	return serveFile(file.storedAs, { type: file.mediaType, size: file.size, download: file.name });
};
