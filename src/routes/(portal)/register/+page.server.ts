import { randomUUID } from 'node:crypto';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { listCountries } from '../../../customers/country.ts';
import { database, type Writing } from '../../../database/connection.ts';
import { locales } from '../../../identity/account.ts';
import { Refusal } from '../../../refusal.ts';
import { claimAsCustomer, claimAsVisitor, spendClaim } from '../../../units/claiming.ts';
import { listProductChoices } from '../../../units/overseeing.ts';
import { customerFields, language } from '../../customer-form.server.ts';
import { text } from '../../form.server.ts';
import { doneBy, stepPage } from '../../request.server.ts';
import { attempt, receiveTyped } from '../../typed-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const unit = {
	product: z.string().min(1, 'required').max(40),
	serial: text(64, { required: true }),
	key: z.string().regex(/^[\w-]{8,100}$/),
};
const customerForm = z.strictObject(unit);
const visitorForm = z.strictObject({ ...unit, ...customerFields, language });

/** The page on which a released unit is registered: by a visitor, who becomes a customer by it, or by a customer. */
export const load: PageServerLoad = async (event) => {
	const { locals, url } = event;
	letIn(event);
	const names = new Intl.DisplayNames(locals.locale, { type: 'language' });
	return {
		isCustomer: locals.actor !== null,
		products: await listProductChoices(database()),
		countries: listCountries(locals.locale),
		languages: locales.map((code) => ({ code, name: names.of(code) ?? code })),
		key: randomUUID(),
		done: ['sent', 'added'].find((what) => what === url.searchParams.get('done')),
	};
};

/** Staff register at the desk, and whoever is half way in goes on with what is asked of him. */
function letIn({ locals: { account, actor } }: RequestEvent): void {
	if (actor?.kind === 'staff') throw new Refusal('not-allowed');
	const page = account && stepPage(account);
	if (page) redirect(303, page);
}

const places = {
	'email-invalid': 'email',
	'serial-not-released': 'serial',
} as const;

export const actions: Actions = {
	async default(event) {
		letIn(event);
		const { locale, actor } = event.locals;
		const first = () => spendClaim(database(), event.getClientAddress());
		if (actor?.kind === 'customer') {
			const { data, values, failure: unfit } = await receiveTyped(event, customerForm, locale);
			if (!data) return unfit;
			const work = (trx: Writing) => claimAsCustomer(trx, actor, data, doneBy(event), new Date());
			const { failure } = await attempt(event, work, { values, locale, places, first });
			return failure ?? redirect(303, '/register?done=added');
		}
		const { data, values, failure: unfit } = await receiveTyped(event, visitorForm, locale);
		if (!data) return unfit;
		const { product, serial, key, language: itsLocale, ...rest } = data;
		const customer = { ...rest, locale: itsLocale };
		const work = (trx: Writing) => claimAsVisitor(trx, { product, serial, key }, customer, doneBy(event), new Date());
		const { failure } = await attempt(event, work, { values, locale, places, first });
		return failure ?? redirect(303, '/register?done=sent');
	},
};
