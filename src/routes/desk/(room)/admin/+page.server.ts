import { holidaysMissing } from '../../../../branches/holiday-finding.ts';
import { database } from '../../../../database/connection.ts';
import type { PageServerLoad } from './$types';

/** The index of the administration; its layout has asked who comes. Who administers is told what waits for him. */
export const load: PageServerLoad = async ({ parent }) => {
	const { mayAdminister } = await parent();
	return { missing: mayAdminister ? await holidaysMissing(database(), new Date()) : null };
};
