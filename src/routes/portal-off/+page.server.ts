import { redirect } from '@sveltejs/kit';
import { whileOff } from '../portal-off.server.ts';
import type { PageServerLoad } from './$types';

/** Why nobody gets in, until when, and whom to call; while the portal is on, there is nothing to say here. */
export const load: PageServerLoad = async ({ locals }) => {
	const off = await whileOff(locals.account, locals.locale);
	if (!off) redirect(303, '/');
	const { title, text, until, phones } = off;
	return { title, text, until, phones };
};
