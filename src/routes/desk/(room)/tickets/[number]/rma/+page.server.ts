import { fail, redirect } from '@sveltejs/kit';
import { once } from '../../../../../../database/submitting.ts';
import { m } from '../../../../../../paraglide/messages.js';
import { authorise } from '../../../../../../rma/authorising.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { ticketOf } from '../../../../../conversation.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt } from '../../../../../typed-form.server.ts';
import { problemsOf, receiveFilled } from './authorise-form.server.ts';
import { authorisePage } from './authorise-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form with which a technician lets the customer of a ticket send something back (product.md R1). */
export const load: PageServerLoad = async (event) => {
	const who = asStaff(event, 'support');
	const { page } = await authorisePage(who, await ticketOf(event, who.actor));
	return { page };
};

const places = { 'rma-item-wrong': 'item', 'rma-under-way': 'item', 'subscription-expired': 'warranty' } as const;

export const actions: Actions = {
	/** The same form with other units in sight, and everything typed kept. */
	async look(event) {
		const who = asStaff(event, 'support');
		const ticket = await ticketOf(event, who.actor);
		const filled = await receiveFilled(event);
		if (!filled.isOurs) throw new Refusal('form-invalid');
		return { page: (await authorisePage(who, ticket, filled)).page, errors: null };
	},

	async authorise(event) {
		const who = asStaff(event, 'support');
		const { actor, account } = who;
		const ticket = await ticketOf(event, actor);
		const filled = await receiveFilled(event);
		const again = async (status: number, errors: Record<string, string>) =>
			fail(status, { page: (await authorisePage(who, ticket, filled)).page, errors });
		const { success, data, error } = filled.read();
		if (!success) return again(400, problemsOf(error, account.locale));
		const { choices, page } = await authorisePage(who, ticket, filled);
		const { from, to } = choices;
		if (!from || !to) return again(400, { form: m.refusal_form_invalid() });
		if (page.changed) return again(400, { instructions: m.rma_authorise_instructions_changed() });
		const { item: items, warranty, key, days, instructions } = data;
		const ends = { ticketNumber: ticket.number, senderId: from.id, branchId: to.id };
		const asked = { ...ends, items, inWarranty: warranty === 'yes', days, instructions };
		const by = { technician: actor, by: doneBy(event) };
		const { outcome: number, failure } = await attempt(
			event,
			(trx) => once(trx, account.id, key, () => authorise(trx, by, asked, new Date())),
			{ values: filled.values, locale: account.locale, places },
		);
		if (failure) {
			const { warranty: expired, ...errors } = failure.data.errors;
			return again(failure.status, { ...errors, ...(expired && { warranty: m.rma_authorise_expired() }) });
		}
		redirect(303, `/desk/tickets/${ticket.number}#rma-${number}`);
	},
};
