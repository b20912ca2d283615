import { iconHash } from '../branches/icon.ts';
import { isAdministrator, whileOff } from './portal-off.server.ts';
import { currentMaker } from './request.server.ts';
import type { LayoutServerLoad } from './$types';

/** What every page shows: whose portal it is, in which language, and to administrators until when it is off for everybody else. */
export const load: LayoutServerLoad = async ({ locals }) => {
	const { account, locale } = locals;
	const maker = await currentMaker();
	const { brand, logo } = maker;
	const off = isAdministrator(account) ? await whileOff(account, locale) : null;
	return { brand, logo, icon: iconHash(maker), locale, offUntil: off?.until };
};
