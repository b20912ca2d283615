import { homeIcon } from '../../../branches/icon.ts';
import { currentMark } from '../current-mark.server.ts';
import type { RequestHandler } from './$types';

// What a home screen of today asks for.
const edge = 180;

/** The maker's mark for a phone's home screen. */
export const GET: RequestHandler = async ({ params }) => {
	const { default: sharp } = await import('sharp');
	const picture = sharp(Buffer.from(homeIcon(await currentMark(params.hash))), { density: 600 });
	const bytes = await picture.resize(edge, edge).png().toBuffer();
	return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'image/png' } });
};
