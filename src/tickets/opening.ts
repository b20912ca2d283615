import { branchServing } from '../branches/finding.ts';
import { mustBeOpenFor } from '../branches/gating.ts';
import { findCustomer } from '../customers/finding.ts';
import { once } from '../database/submitting.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { findProduct, holdUnit } from '../units/finding.ts';
import { subscriptionConcern } from '../units/unit.ts';
import { forgetDraft } from './drafting.ts';
import { record } from './recording.ts';
import type { VehicleFacts } from './ticket.ts';
import { addMessage, type Words } from './writing.ts';

export type Request = Words & {
	product: string;
	/** null for a service. */
	serial: string | null;
	subject: string;
	facts: VehicleFacts;
	/** The form's key: sent twice, it makes one ticket. */
	key?: string;
	/** Where its draft was kept. */
	draft?: string;
};

/**
 * Opens a ticket about a unit that the customer may use, or about a service, and answers its number. It goes to the
 * branch of the opener's country (product.md B2) and is queued by this moment.
 * @throws Refusal `branch-closed`, `not-found` (product, unit), `file-gone`, `too-many-files`, `subscription-expired` where the product's policy is to block (product.md P5)
 */
export function openTicket(trx: Writing, customer: CustomerActor, request: Request, now: Date): Promise<number> {
	return once(trx, customer.id, request.key, async () => {
		await mustBeOpenFor(trx, customer.id, 'tickets');
		const unit = await subjectOf(trx, customer, request);
		const { country, timeZone } = await findCustomer(trx, customer.id);
		if (unit && subscriptionConcern(unit, now, timeZone) === 'block') throw new Refusal('subscription-expired');
		const branch = await branchServing(trx, country);
		const ticket = await trx
			.insertInto('ticket')
			.values({
				...request.facts,
				subject: request.subject,
				product: request.product,
				opener_id: customer.id,
				holder_id: unit?.holderId ?? customer.id,
				unit_id: unit?.id ?? null,
				branch_id: branch.id,
				opened_at: now,
				queued_at: now,
			})
			.returning('number')
			.executeTakeFirstOrThrow();
		const messageId = await addMessage(trx, {
			...request,
			ticketNumber: ticket.number,
			kind: 'customer',
			accountId: customer.id,
			at: now,
		});
		await record(trx, { ticket, kind: 'opened', by: customer, at: now, messageId });
		if (request.draft) await forgetDraft(trx, customer.id, request.draft);
		return ticket.number;
	});
}

async function subjectOf(trx: Writing, customer: CustomerActor, { product, serial }: Request) {
	const { hasSerials } = (await findProduct(trx, product, 'en')) ?? {};
	if (hasSerials === undefined || hasSerials !== (serial !== null)) throw new Refusal('not-found');
	if (serial === null) return null;
	const unit = await holdUnit(trx, customer, product, serial);
	if (!unit) throw new Refusal('not-found');
	return unit;
}
