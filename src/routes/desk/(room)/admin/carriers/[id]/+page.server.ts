import { redirect } from '@sveltejs/kit';
import { stampOf } from '../../../../../../audit/comparing.ts';
import { database } from '../../../../../../database/connection.ts';
import { carrierFacts, carrierIn, changeCarrier, removeCarrier } from '../../../../../../rma/carrier-changing.ts';
import { listCarriers } from '../../../../../../rma/finding.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { carrierOf, changeForm, fieldsOf, formOf, places, placesAmong, removeForm } from '../carrier-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One carrier, to be changed or removed. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'administer');
	const id = carrierOf(event);
	const carriers = await listCarriers(database());
	const fields = carrierIn(carriers, id);
	return {
		current: formOf(fields),
		shown: stampOf(carrierFacts(fields)),
		others: placesAmong(carriers.filter((one) => one.id !== id)),
	};
};

export const actions: Actions = {
	async change(event) {
		const { actor, account } = asStaff(event, 'administer');
		const id = carrierOf(event);
		const { data, values, failure } = await receiveTyped(event, changeForm, account.locale);
		if (failure) return failure;
		const wanted = { id, shown: data.shown, ...fieldsOf(data) };
		const form = { values, locale: account.locale, places };
		const changed = await attempt(event, (trx) => changeCarrier(trx, actor, wanted, doneBy(event)), form);
		return changed.failure ?? redirect(303, '/desk/admin/carriers?done=saved');
	},

	async remove(event) {
		const { actor, account } = asStaff(event, 'administer');
		const id = carrierOf(event);
		const { data, failure } = await receiveTyped(event, removeForm, account.locale);
		if (failure) return failure;
		const form = { values: {}, locale: account.locale };
		const removed = await attempt(event, (trx) => removeCarrier(trx, actor, { id, ...data }, doneBy(event)), form);
		return removed.failure ?? redirect(303, '/desk/admin/carriers?done=removed');
	},
};
