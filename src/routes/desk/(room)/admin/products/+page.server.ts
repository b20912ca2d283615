import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../attachments/receiving.ts';
import { stampOf } from '../../../../../audit/comparing.ts';
import { database } from '../../../../../database/connection.ts';
import { may } from '../../../../../identity/actor.ts';
import { refusalWords } from '../../../../../refusal-words.ts';
import { Refusal } from '../../../../../refusal.ts';
import { changeProduct, listProductSettings, productFacts } from '../../../../../units/product-changing.ts';
import { subscriptionPolicies } from '../../../../../units/product.ts';
import { fieldErrors, flat, text, typed } from '../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The products with their newest software and what an expired subscription means. Auditors read, administrators change. */
export const load: PageServerLoad = async (event) => {
	const { actor } = asStaff(event, 'inspect');
	const products = await listProductSettings(database());
	return {
		products: products.map((product) => ({ ...product, shown: stampOf(productFacts(product)) })),
		mayChange: may(actor, 'administer'),
		saved: products.find(({ slug }) => slug === event.url.searchParams.get('saved'))?.name ?? null,
	};
};

const change = z.strictObject({
	slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
	shown: z.string().max(50),
	version: text(50),
	policy: z.enum(subscriptionPolicies),
});

export const actions: Actions = {
	async change(event) {
		const { actor, account } = asStaff(event, 'administer');
		const fields = await receiveText(event.request);
		const again = (status: number, errors: Record<string, string>) => fail(status, { values: typed(fields), errors });
		const parsed = change.safeParse(flat(fields));
		if (!parsed.success) return again(400, fieldErrors(parsed.error, account.locale));
		const { slug, shown, version, policy } = parsed.data;
		try {
			const wanted = { slug, shown, newestVersion: version, subscriptionPolicy: policy };
			await database()
				.transaction()
				.execute((trx) => changeProduct(trx, actor, wanted, doneBy(event)));
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'changed-meanwhile') throw error;
			return again(409, { form: refusalWords(error.code, {}, account.locale) });
		}
		return redirect(303, `/desk/admin/products?saved=${slug}`);
	},
};
