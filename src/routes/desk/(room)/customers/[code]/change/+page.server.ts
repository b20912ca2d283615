import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../../audit/comparing.ts';
import { changeableFacts, changeCustomer } from '../../../../../../customers/changing-by-staff.ts';
import { findOverseenCustomer } from '../../../../../../customers/overseeing.ts';
import { database } from '../../../../../../database/connection.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { customerChoices, customerFields, language, zone } from '../../../../../customer-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const changeForm = z.strictObject({ ...customerFields, language, zone, shown: z.string().max(100) });

/** The data of a customer, to be changed. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'register');
	const customer = await findOverseenCustomer(database(), actor, event.params.code, new Date());
	const { code, company, email, country, address, phone, locale, timeZone } = customer;
	return {
		code,
		current: { company, email, country, address, phone, language: locale, zone: timeZone },
		shown: stampOf(changeableFacts(customer)),
		choices: customerChoices(account.locale, timeZone),
	};
};

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'register');
		const { code } = await findOverseenCustomer(database(), actor, event.params.code, new Date());
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, changeForm, locale);
		if (!data) return unfit;
		const { shown, language: itsLocale, zone: timeZone, ...rest } = data;
		const change = { ...rest, locale: itsLocale, timeZone };
		const { failure } = await attempt(
			event,
			(trx) => changeCustomer(trx, actor, doneBy(event), { code, shown, change }, new Date()),
			{ values, locale, places: { 'email-invalid': 'email' } },
		);
		return failure ?? redirect(303, `/desk/customers/${code}?done=changed`);
	},
};
