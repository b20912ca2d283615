import { redirect } from '@sveltejs/kit';
import { database } from '../../../../../database/connection.ts';
import { addressOfLogin } from '../../../../../staff/asking-providers.ts';
import { findOffered, newLogin, rememberLogin } from '../../../../../staff/recognising.ts';
import { wayBack } from '../../../../request.server.ts';
import { keepMark, providerOf, redirectUri } from '../elsewhere.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A login begins by a button: whoever comes here by a link, or presses back, starts at the door. */
export const load: PageServerLoad = (event) => {
	if (event.request.method === 'GET') redirect(303, '/desk/login');
};

export const actions: Actions = {
	/**
	 * Begins a login at a service and leads there. The answer is a page, not a redirect: browsers hold a form's redirects to the
	 * form's own site (`form-action` of our content security policy).
	 */
	async start(event) {
		const provider = await findOffered(database(), providerOf(event));
		const login = newLogin();
		const address = await addressOfLogin(provider, { ...login, redirectUri: redirectUri(provider.id) });
		const back = wayBack(event.url, '');
		await database()
			.transaction()
			.execute((trx) => rememberLogin(trx, provider.id, { ...login, wayBack: back }, new Date()));
		keepMark(event.cookies, login.browser);
		return { label: provider.label, address };
	},
};
