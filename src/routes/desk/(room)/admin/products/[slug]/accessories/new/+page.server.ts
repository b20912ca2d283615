import { redirect } from '@sveltejs/kit';
import { database } from '../../../../../../../../database/connection.ts';
import { Refusal } from '../../../../../../../../refusal.ts';
import { addAccessory } from '../../../../../../../../units/accessory-changing.ts';
import { findProductSettings } from '../../../../../../../../units/product-changing.ts';
import { asStaff, doneBy } from '../../../../../../../request.server.ts';
import { attempt } from '../../../../../../../typed-form.server.ts';
import { productOf } from '../../addressed-product.server.ts';
import { addForm, fieldsOf, places, placesAmong, receiveAccessory } from '../accessory-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** An empty form; a new accessory stands last unless told otherwise, and looks like a box. */
export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'administer');
	const { slug, name, hasSerials, accessories } = await findProductSettings(database(), productOf(event));
	if (!hasSerials) throw new Refusal('not-found');
	return {
		product: { slug, name },
		current: { picture: 'box', after: accessories.at(-1)?.slug ?? '' },
		others: placesAmong(accessories, account.locale),
	};
};

export const actions: Actions = {
	async add(event) {
		const { actor, account } = asStaff(event, 'administer');
		const product = productOf(event);
		const { data, values, failure } = await receiveAccessory(event, addForm, account.locale);
		if (failure) return failure;
		const added = await attempt(
			event,
			(trx) => addAccessory(trx, actor, { product, ...fieldsOf(data) }, doneBy(event), new Date()),
			{ values, locale: account.locale, places },
		);
		return added.failure ?? redirect(303, `/desk/admin/products/${product}?done=added`);
	},
};
