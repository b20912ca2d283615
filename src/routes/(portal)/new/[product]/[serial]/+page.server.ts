import type { RequestEvent } from '@sveltejs/kit';
import { database } from '../../../../../database/connection.ts';
import type { CustomerActor } from '../../../../../identity/actor.ts';
import { Refusal } from '../../../../../refusal.ts';
import { findProduct, findUnit } from '../../../../../units/finding.ts';
import { asCustomer } from '../../../../request.server.ts';
import { cancel, openFrom, requestPage, type About } from '../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Third step: the form about one unit. */
export const load: PageServerLoad = async (event) => requestPage(event, await about(event, asCustomer(event).actor));

async function about(event: RequestEvent, actor: CustomerActor): Promise<About> {
	const { product: slug = '', serial = '' } = event.params;
	const [product, unit] = await Promise.all([
		findProduct(database(), slug, event.locals.locale),
		findUnit(database(), actor, slug, serial),
	]);
	if (!product || !unit) throw new Refusal('not-found');
	return { product, unit };
}

export const actions: Actions = {
	open: (event) => openFrom(event, (actor) => about(event, actor)),
	cancel: (event) => cancel(event, (actor) => about(event, actor)),
};
