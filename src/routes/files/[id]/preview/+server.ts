import { database } from '../../../../database/connection.ts';
import { Refusal } from '../../../../refusal.ts';
import { findFile } from '../../../../tickets/reading.ts';
import { asAnybody } from '../../../request.server.ts';
import { serveFile } from '../../serving.server.ts';
import type { RequestHandler } from './$types';

/** The preview of a picture: pixels that we encoded ourselves. */
export const GET: RequestHandler = async (event) => {
	const { actor } = asAnybody(event);
	const { previewAs } = await findFile(database(), actor, event.params.id);
	if (!previewAs) throw new Refusal('not-found');
	return serveFile(previewAs, { type: 'image/webp' });
};
