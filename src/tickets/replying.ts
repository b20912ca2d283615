import { mustBeOpenFor } from '../branches/gating.ts';
import { once } from '../database/submitting.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { forgetDraft, placeOn } from './drafting.ts';
import { lockTicket, type LockedTicket } from './finding.ts';
import { record } from './recording.ts';
import { addMessage, mustSaySomething, type Words } from './writing.ts';

/**
 * The customer writes on a ticket that he sees. A closed one becomes New again, loses its closing time and is queued by
 * the time of this reply (product.md M6); on one in process the answer is not awaited any more. Answers the message's id.
 * @throws Refusal `not-found`, `not-allowed` (his Slave's ticket, without the Slave's word for it), `branch-closed`, `message-empty`, `too-many-files`, `file-gone`
 */
export function reply(
	trx: Writing,
	customer: CustomerActor,
	number: number,
	words: Words & { key?: string },
	now: Date,
): Promise<number> {
	mustSaySomething(words);
	return once(trx, customer.id, words.key, async () => {
		const ticket = await lockTicket(trx, customer, number);
		if (!ticket.mayReply) throw new Refusal('not-allowed');
		await mustBeOpenFor(trx, customer.id, 'messages');
		const messageId = await addMessage(trx, {
			...words,
			ticketNumber: number,
			kind: 'customer',
			accountId: customer.id,
			at: now,
		});
		await record(trx, { ticket, kind: 'replied', by: customer, at: now, messageId });
		if (ticket.status === 'closed') await reopen(trx, ticket, customer, now);
		else await stopAwaiting(trx, ticket);
		await forgetDraft(trx, customer.id, placeOn(number, 'message'));
		return messageId;
	});
}

async function reopen(trx: Writing, ticket: LockedTicket, by: CustomerActor, now: Date): Promise<void> {
	await trx
		.updateTable('ticket')
		.set((ticketNow) => ({
			status: 'new',
			closed_at: null,
			queued_at: now,
			technician_id: null,
			version: ticketNow('version', '+', 1),
		}))
		.where('number', '=', ticket.number)
		.execute();
	await record(trx, { ticket, kind: 'reopened', by, at: now });
}

async function stopAwaiting(trx: Writing, ticket: LockedTicket): Promise<void> {
	await trx
		.updateTable('ticket')
		.set((ticketNow) => ({ answer_awaited: false, version: ticketNow('version', '+', 1) }))
		.where('number', '=', ticket.number)
		.execute();
}
