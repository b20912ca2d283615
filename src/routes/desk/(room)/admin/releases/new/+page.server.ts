import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../../../database/connection.ts';
import { listProductChoices } from '../../../../../../units/overseeing.ts';
import { mostSerialsAtOnce, releaseSerials } from '../../../../../../units/releasing.ts';
import { text } from '../../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { findMasterId, unitFields } from '../../../units/unit-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const releaseForm = z.strictObject({
	product: z.string().min(1, 'required').max(40),
	// A thousand of the longest, and the spaces around them.
	serials: text(mostSerialsAtOnce * 80, { lines: true, required: true }),
	kind: unitFields.kind,
	master: text(32),
	until: unitFields.until,
});

/** The form that releases serial numbers, one a line. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'register');
	return { products: await listProductChoices(database()), most: mostSerialsAtOnce };
};

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'register');
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, releaseForm, locale);
		if (!data) return unfit;
		const { product, kind, until } = data;
		const serials = data.serials.split('\n').flatMap((line) => line.trim() || []);
		const { outcome: refused = [], failure } = await attempt(
			event,
			async (trx) => {
				const masterId = await findMasterId(trx, actor, data.master);
				const release = { product, serials, kind, masterId, subscriptionUntil: until };
				return releaseSerials(trx, doneBy(event), release, new Date());
			},
			{ values, locale, places: { 'code-invalid': 'master', 'not-a-slave': 'master' } },
		);
		if (failure) return failure;
		if (refused.length > 0) return fail(400, { values, errors: {}, refused });
		redirect(303, '/desk/admin/releases?done=released');
	},
};
