import { database } from '../../../../database/connection.ts';
import { findPhoto } from '../../../../rma/photographing.ts';
import { serveFile } from '../../../files/serving.server.ts';
import { asAnybody } from '../../../request.server.ts';
import type { RequestHandler } from './$types';

/** A photograph of a parcel, always as a download. */
export const GET: RequestHandler = async (event) => {
	const { actor } = asAnybody(event);
	const { storedAs, mediaType, size, name } = await findPhoto(database(), actor, event.params.id);
	return serveFile(storedAs, { type: mediaType, size, download: name });
};
