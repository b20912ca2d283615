import type { RequestEvent } from '@sveltejs/kit';
import { database } from '../../../../database/connection.ts';
import type { Account } from '../../../../identity/account.ts';
import type { CustomerActor } from '../../../../identity/actor.ts';
import { Refusal } from '../../../../refusal.ts';
import { listUnderWay } from '../../../../rma/listing-under-way.ts';
import { findProduct, listUnits } from '../../../../units/finding.ts';
import type { Product } from '../../../../units/product.ts';
import { unitsAsked } from '../../../../units/searching.ts';
import { asCustomer } from '../../../request.server.ts';
import { cancel, openFrom, requestPage, subscriptionShown } from '../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Second step: the customer's units of the product; for a service, the form itself. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const product = await productOf(event);
	if (!product.hasSerials)
		return { request: await requestPage(event, { product, unit: null }), units: null, product: product.name };
	const find = unitsAsked(event.url.searchParams);
	const shown = await unitsOf(actor, account, product, find);
	return { request: null, ...shown, find, product: product.name, slug: product.slug };
};

async function unitsOf(actor: CustomerActor, account: Account, product: Product, find: string) {
	const now = new Date();
	const [{ units, more }, rmaOf] = await Promise.all([
		listUnits(database(), actor, product.slug, find),
		listUnderWay(database(), actor),
	]);
	const shown = units.map(
		({ serial, kind, holderId, holderCompany, username, masterSerial, masterCompany, email, ...subscribed }) => ({
			serial,
			kind,
			own: holderId === actor.id,
			company: holderCompany,
			username,
			masterSerial,
			masterCompany,
			email,
			rma: rmaOf({ product: product.slug, serial }),
			...subscriptionShown(subscribed, account, now),
		}),
	);
	return { units: shown, more };
}

const service = async (event: RequestEvent) => {
	const product = await productOf(event);
	if (product.hasSerials) throw new Refusal('not-found');
	return { product, unit: null };
};

async function productOf(event: RequestEvent): Promise<Product> {
	const product = await findProduct(database(), event.params['product'] ?? '', event.locals.locale);
	if (!product) throw new Refusal('not-found');
	return product;
}

export const actions: Actions = {
	open: (event) => openFrom(event, () => service(event)),
	cancel: (event) => cancel(event, () => service(event)),
};
