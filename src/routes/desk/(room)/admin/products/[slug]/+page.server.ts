import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../../audit/comparing.ts';
import { database } from '../../../../../../database/connection.ts';
import { changeProduct, findProductSettings, productFacts } from '../../../../../../units/product-changing.ts';
import { subscriptionPolicies } from '../../../../../../units/product.ts';
import { text } from '../../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { productOf } from './addressed-product.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A product: its newest software, what an expired subscription means, and what belongs to it. Auditors read, administrators change. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'inspect');
	const product = await findProductSettings(database(), productOf(event));
	return { product, shown: stampOf(productFacts(product)) };
};

const form = z.strictObject({
	shown: z.string().max(50),
	version: text(50),
	policy: z.enum(subscriptionPolicies),
});

export const actions: Actions = {
	async change(event) {
		const { actor, account } = asStaff(event, 'administer');
		const slug = productOf(event);
		const { data, values, failure } = await receiveTyped(event, form, account.locale);
		if (failure) return failure;
		const wanted = { slug, shown: data.shown, newestVersion: data.version, subscriptionPolicy: data.policy };
		const changed = await attempt(event, (trx) => changeProduct(trx, actor, wanted, doneBy(event)), {
			values,
			locale: account.locale,
		});
		return changed.failure ?? redirect(303, `/desk/admin/products/${slug}?done=product`);
	},
};
