import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { proposeCode, registerCustomer } from '../../../../../../customers/registering.ts';
import { database } from '../../../../../../database/connection.ts';
import { once } from '../../../../../../database/submitting.ts';
import { text } from '../../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { customerChoices, customerFields, language, orBranchs, zone } from '../../../../../customer-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const newForm = z.strictObject({
	...customerFields,
	// Left empty, the next free one.
	code: text(32).transform((code) => code.toUpperCase() || undefined),
	language: orBranchs(language),
	zone: orBranchs(zone),
	key: z.string().regex(/^[\w-]{8,100}$/),
});

/** The form with which a customer is registered; his code is proposed. */
export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'register');
	return { code: await proposeCode(database()), choices: customerChoices(account.locale), key: randomUUID() };
};

export const actions: Actions = {
	async default(event) {
		const { account } = asStaff(event, 'register');
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, newForm, locale);
		if (!data) return unfit;
		const { key, language: itsLocale, zone: timeZone, ...rest } = data;
		const customer = { ...rest, locale: itsLocale, timeZone };
		const { outcome, failure } = await attempt(
			event,
			(trx) => once(trx, account.id, key, () => registerCustomer(trx, customer, doneBy(event), new Date())),
			{ values, locale, places: { 'email-invalid': 'email', 'code-taken': 'code' } },
		);
		return failure ?? redirect(303, `/desk/customers/${outcome?.code}?done=registered`);
	},
};
