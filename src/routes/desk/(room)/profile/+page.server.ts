import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../attachments/receiving.ts';
import { database } from '../../../../database/connection.ts';
import { locales } from '../../../../identity/account.ts';
import { findLogin } from '../../../../identity/account-finding.ts';
import { preferLanguageAndZone } from '../../../../identity/preferring.ts';
import { factorsOf } from '../../../factoring.server.ts';
import { fieldErrors, flat, typed } from '../../../form.server.ts';
import { asStaff, doneBy } from '../../../request.server.ts';
import { sessionsOf } from '../../../sessioning.server.ts';
import type { Actions, PageServerLoad } from './$types';

const zones = Intl.supportedValuesOf('timeZone');

/** A staff member's own access: who he is here, how he reads, what he logs in with, and where. */
export const load: PageServerLoad = async (event) => {
	const { account, actor } = asStaff(event);
	const [factors, sessions, email] = await Promise.all([
		factorsOf(account),
		sessionsOf(account),
		findLogin(database(), account.id),
	]);
	const { name, timeZone } = account;
	return {
		own: { name, email, role: actor.role, timeZone },
		// A zone that the account has is never missing from the choice, whatever it is called today.
		zones: zones.includes(timeZone) ? zones : [timeZone, ...zones],
		factors,
		sessions,
		saved: event.url.searchParams.has('saved'),
	};
};

const preferences = z.strictObject({
	locale: z.enum(locales),
	timezone: z.string().refine((zone) => zones.includes(zone)),
});

export const actions: Actions = {
	save: async (event) => {
		const { account } = asStaff(event);
		const fields = await receiveText(event.request);
		const form = preferences.safeParse(flat(fields));
		if (!form.success) {
			return fail(400, { values: typed(fields), errors: fieldErrors(form.error, account.locale) });
		}
		const { locale, timezone: timeZone } = form.data;
		await database()
			.transaction()
			.execute((trx) => preferLanguageAndZone(trx, account, { locale, timeZone }, doneBy(event)));
		redirect(303, '/desk/profile?saved');
	},
};
