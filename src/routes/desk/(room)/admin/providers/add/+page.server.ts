import { redirect } from '@sveltejs/kit';
import { addProvider } from '../../../../../../staff/providing.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { addForm, places } from '../provider-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	asStaff(event, 'administer');
};

export const actions: Actions = {
	async add(event) {
		const { account } = asStaff(event, 'administer');
		const { data, values, failure } = await receiveTyped(event, addForm, account.locale);
		if (failure) return failure;
		const added = await attempt(event, (trx) => addProvider(trx, doneBy(event), data), {
			values,
			locale: account.locale,
			places,
		});
		if (added.failure) return added.failure;
		redirect(303, `/desk/admin/providers/${added.outcome}?done=added`);
	},
};
