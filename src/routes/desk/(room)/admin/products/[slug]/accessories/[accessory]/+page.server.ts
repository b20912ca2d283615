import { redirect } from '@sveltejs/kit';
import { stampOf } from '../../../../../../../../audit/comparing.ts';
import { database } from '../../../../../../../../database/connection.ts';
import {
	accessoryFacts,
	accessoryIn,
	changeAccessory,
	removeAccessory,
} from '../../../../../../../../units/accessory-changing.ts';
import { findProductSettings } from '../../../../../../../../units/product-changing.ts';
import { asStaff, doneBy } from '../../../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../../../typed-form.server.ts';
import { productOf } from '../../addressed-product.server.ts';
import {
	changeForm,
	fieldsOf,
	formOf,
	places,
	placesAmong,
	receiveAccessory,
	removeForm,
} from '../accessory-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One accessory of a product, to be changed or removed. */
export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'administer');
	const { slug, name, accessories } = await findProductSettings(database(), productOf(event));
	const fields = accessoryIn(accessories, event.params.accessory);
	const others = accessories.filter((one) => one.slug !== event.params.accessory);
	return {
		product: { slug, name },
		title: fields.names[account.locale] ?? fields.names.en,
		current: formOf(fields),
		shown: stampOf(accessoryFacts(fields)),
		others: placesAmong(others, account.locale),
	};
};

export const actions: Actions = {
	async change(event) {
		const { actor, account } = asStaff(event, 'administer');
		const [product, slug] = [productOf(event), event.params.accessory];
		const { data, values, failure } = await receiveAccessory(event, changeForm, account.locale);
		if (failure) return failure;
		const wanted = { product, slug, shown: data.shown, ...fieldsOf(data) };
		const changed = await attempt(event, (trx) => changeAccessory(trx, actor, wanted, doneBy(event), new Date()), {
			values,
			locale: account.locale,
			places,
		});
		return changed.failure ?? redirect(303, `/desk/admin/products/${product}?done=saved`);
	},

	async remove(event) {
		const { actor, account } = asStaff(event, 'administer');
		const [product, slug] = [productOf(event), event.params.accessory];
		const { data, failure } = await receiveTyped(event, removeForm, account.locale);
		if (failure) return failure;
		const removed = await attempt(
			event,
			(trx) => removeAccessory(trx, actor, { product, slug, ...data }, doneBy(event)),
			{ values: {}, locale: account.locale },
		);
		return removed.failure ?? redirect(303, `/desk/admin/products/${product}?done=removed`);
	},
};
