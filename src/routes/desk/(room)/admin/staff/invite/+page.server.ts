import { redirect } from '@sveltejs/kit';
import { database } from '../../../../../../database/connection.ts';
import { locales } from '../../../../../../identity/account.ts';
import { invite } from '../../../../../../staff/inviting.ts';
import { branchChoices } from '../../../../../../staff/serving.ts';
import { attempt } from '../../../../../typed-form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { invitationForm, places, receiveMember, zones } from '../member-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'administer');
	const inWords = new Intl.DisplayNames(account.locale, { type: 'language' });
	return {
		branches: await branchChoices(database()),
		languages: locales.map((code) => ({ code, name: inWords.of(code) ?? code })),
		zones,
	};
};

export const actions: Actions = {
	async invite(event) {
		const { account } = asStaff(event, 'administer');
		const { data, values, failure } = await receiveMember(event, invitationForm, account.locale);
		if (failure) return failure;
		const { branch: branches, language: locale, zone, ...person } = data;
		const invited = await attempt(
			event,
			(trx) => invite(trx, doneBy(event), { ...person, branches, locale, timeZone: zone || undefined }, new Date()),
			{ values, locale: account.locale, places },
		);
		if (invited.failure) return invited.failure;
		redirect(303, `/desk/admin/staff/${invited.outcome}?done=invited`);
	},
};
