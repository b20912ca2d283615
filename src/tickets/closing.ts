import type { Writing } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { lockTicket } from './finding.ts';
import { record } from './recording.ts';
import { mustWork } from './taking.ts';
import { limits } from './ticket.ts';

/**
 * Closes a ticket, by its customer or by support. How it was solved is asked, not required (product.md M7); the answer stays
 * with the event as a proposed solution.
 * @throws Refusal `not-found`, `not-allowed`, `ticket-closed` (somebody was faster), `text-invalid`
 */
export async function close(trx: Writing, actor: Actor, number: number, solution: string, now: Date): Promise<void> {
	if (actor.kind === 'staff') mustWork(actor);
	if (solution.length > limits.solution)
		throw new Refusal('text-invalid', { field: 'solution', most: limits.solution });
	const ticket = await lockTicket(trx, actor, number);
	if (!ticket.mayClose) throw new Refusal('not-allowed');
	if (ticket.status === 'closed') throw new Refusal('ticket-closed');
	await setClosed(trx, number, now);
	await record(trx, { ticket, kind: 'closed', by: actor, at: now, details: solution ? { solution } : {} });
}

/** The ticket's row as a closed one; whoever calls it holds the ticket and records who closed it. */
export async function setClosed(trx: Writing, number: number, now: Date): Promise<void> {
	await trx
		.updateTable('ticket')
		.set((ticketNow) => ({
			status: 'closed',
			closed_at: now,
			answer_awaited: false,
			version: ticketNow('version', '+', 1),
		}))
		.where('number', '=', number)
		.execute();
}
