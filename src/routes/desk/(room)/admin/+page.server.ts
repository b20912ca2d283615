import type { PageServerLoad } from './$types';

/** The index of the administration; its layout has asked who comes. */
export const load: PageServerLoad = async ({ parent }) => {
	await parent();
};
