import { redirect } from '@sveltejs/kit';
import { database } from '../../../../../../database/connection.ts';
import { addCarrier } from '../../../../../../rma/carrier-changing.ts';
import { listCarriers } from '../../../../../../rma/finding.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { addForm, fieldsOf, places, placesAmong } from '../carrier-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** An empty form; a new carrier is proposed last unless told otherwise. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'administer');
	const carriers = await listCarriers(database());
	return { others: placesAmong(carriers), current: { after: carriers.at(-1)?.name ?? '' } };
};

export const actions: Actions = {
	async add(event) {
		const { actor, account } = asStaff(event, 'administer');
		const { data, values, failure } = await receiveTyped(event, addForm, account.locale);
		if (failure) return failure;
		const shown = { values, locale: account.locale, places };
		const added = await attempt(event, (trx) => addCarrier(trx, actor, fieldsOf(data), doneBy(event)), shown);
		return added.failure ?? redirect(303, '/desk/admin/carriers?done=added');
	},
};
