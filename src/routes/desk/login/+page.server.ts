import { redirect } from '@sveltejs/kit';
import { enterBy } from '../../entering.server.ts';
import { wayBack } from '../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.actor?.kind === 'staff') redirect(303, wayBack(url, '/desk/queue'));
};

export const actions: Actions = {
	default: (event) => enterBy(event, { kind: 'staff', loginField: 'email', home: '/desk/queue' }),
};
