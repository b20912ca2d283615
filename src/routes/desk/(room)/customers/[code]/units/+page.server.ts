import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { findOverseenCustomer } from '../../../../../../customers/overseeing.ts';
import { database, type Writing } from '../../../../../../database/connection.ts';
import { once } from '../../../../../../database/submitting.ts';
import type { StaffActor } from '../../../../../../identity/actor.ts';
import { listProductChoices } from '../../../../../../units/overseeing.ts';
import { registerUnit } from '../../../../../../units/registering.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { findMasterId, unitFields } from '../../../units/unit-form.server.ts';
import { text } from '../../../../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const unitForm = z.strictObject({
	...unitFields,
	product: z.string().min(1, 'required').max(40),
	serial: text(64, { required: true }),
	master: text(32),
	key: z.string().regex(/^[\w-]{8,100}$/),
});

/** The form with which a unit is registered for a customer. */
export const load: PageServerLoad = async (event) => {
	const { actor } = asStaff(event, 'register');
	const { code, company } = await findOverseenCustomer(database(), actor, event.params.code, new Date());
	return { code, company, products: await listProductChoices(database()), key: randomUUID() };
};

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'register');
		const { id, code } = await findOverseenCustomer(database(), actor, event.params.code, new Date());
		const { locale } = account;
		const { data, values, failure: unfit } = await receiveTyped(event, unitForm, locale);
		if (!data) return unfit;
		const { key, master, until, software, ...unit } = data;
		const register = async (trx: Writing, staff: StaffActor) => {
			const masterId = await findMasterId(trx, staff, master);
			const facts = { ...unit, customerId: id, masterId, subscriptionUntil: until, softwareVersion: software };
			return registerUnit(trx, facts, doneBy(event), new Date());
		};
		const places = {
			'serial-taken': 'serial',
			'code-invalid': 'master',
			'not-a-slave': 'master',
		} as const;
		const { failure } = await attempt(event, (trx) => once(trx, account.id, key, () => register(trx, actor)), {
			values,
			locale,
			places,
		});
		return failure ?? redirect(303, `/desk/customers/${code}?done=unit`);
	},
};
