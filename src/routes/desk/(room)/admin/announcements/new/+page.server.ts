import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { previewAnnouncement, publishAnnouncement } from '../../../../../../announcements/announcing.ts';
import { listBranches } from '../../../../../../branches/finding.ts';
import { database } from '../../../../../../database/connection.ts';
import { once } from '../../../../../../database/submitting.ts';
import { forgetOffices } from '../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt } from '../../../../../typed-form.server.ts';
import { choicesOf, newForm, places, previewed, receiveAnnouncement } from '../announcement-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of a new announcement. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'administer');
	return { choices: choicesOf(await listBranches(database())), key: randomUUID() };
};

export const actions: Actions = {
	async preview(event) {
		const { account } = asStaff(event, 'administer');
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveAnnouncement(event, newForm, locale);
		if (!data) return unfit;
		const { announcement } = data;
		const { outcome, failure } = await attempt(event, (trx) => previewAnnouncement(trx, announcement, new Date()), {
			values,
			locale,
			places,
		});
		if (!outcome) return failure;
		return { values, preview: previewed(announcement, outcome, await listBranches(database()), account) };
	},

	async edit(event) {
		const { account } = asStaff(event, 'administer');
		const { values, failure } = await receiveAnnouncement(event, newForm, account.locale);
		return failure ?? { values };
	},

	async publish(event) {
		const { account } = asStaff(event, 'administer');
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveAnnouncement(event, newForm, locale);
		if (!data) return unfit;
		const { announcement, key } = data;
		const { outcome, failure } = await attempt(
			event,
			(trx) => once(trx, account.id, key, () => publishAnnouncement(trx, doneBy(event), announcement, new Date())),
			{ values, locale, places },
		);
		if (failure) return failure;
		forgetOffices();
		redirect(303, `/desk/admin/announcements/${outcome}?done=published`);
	},
};
