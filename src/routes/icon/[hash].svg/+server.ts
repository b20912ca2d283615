import { tabIcon } from '../../../branches/icon.ts';
import { currentMark } from '../current-mark.server.ts';
import type { RequestHandler } from './$types';

/** The maker's mark for a browser's tab. */
export const GET: RequestHandler = async ({ params }) =>
	new Response(tabIcon(await currentMark(params.hash)), { headers: { 'content-type': 'image/svg+xml' } });
