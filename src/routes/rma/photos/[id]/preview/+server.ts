import { database } from '../../../../../database/connection.ts';
import { Refusal } from '../../../../../refusal.ts';
import { findPhoto } from '../../../../../rma/photographing.ts';
import { serveFile } from '../../../../files/serving.server.ts';
import { asAnybody } from '../../../../request.server.ts';
import type { RequestHandler } from './$types';

/** The preview of a photograph: pixels that we encoded ourselves. */
export const GET: RequestHandler = async (event) => {
	const { actor } = asAnybody(event);
	const { previewAs } = await findPhoto(database(), actor, event.params.id);
	if (!previewAs) throw new Refusal('not-found');
	return serveFile(previewAs, { type: 'image/webp' });
};
