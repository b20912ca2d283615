import { currentMaker } from './request.server.ts';
import type { LayoutServerLoad } from './$types';

/** What every page shows: whose portal it is, and in which language. */
export const load: LayoutServerLoad = async ({ locals }) => {
	const { brand, logo } = await currentMaker();
	return { brand, logo, locale: locals.locale };
};
