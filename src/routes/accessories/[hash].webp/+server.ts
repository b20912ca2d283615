import { database } from '../../../database/connection.ts';
import { findPicture } from '../../../units/accessory-picturing.ts';
import type { RequestHandler } from './$types';

/** A picture that a maker gave an accessory. Its address is the hash of its bytes, so it is the same for everybody and for ever. */
export const GET: RequestHandler = async ({ params }) => {
	const bytes = await findPicture(database(), params.hash);
	return new Response(bytes, { headers: { 'content-type': 'image/webp', 'content-length': String(bytes.length) } });
};
