import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { ticketsVisibleTo } from '../tickets/finding.ts';
import { stillParty } from '../tickets/relating.ts';
import { rmasVisibleTo } from './finding.ts';
import type { RmaState } from './rma.ts';

/** An RMA as its ticket tells of it. */
export type RmaOnTicket = {
	number: number;
	state: RmaState;
	stateSince: Date;
	expiresAt: Date;
	/** Whether it is more than a number and a state to whoever looks: its form is its sender's, its bench its branch's. */
	mayOpen: boolean;
};

/**
 * The RMAs of a ticket that the actor may see, the oldest first. Whoever sees the ticket sees that they are there (decision 017); a
 * former party only his own, because what became of the unit is nothing of his.
 */
export async function listOnTicket(db: Reading, actor: Actor, ticketNumber: number): Promise<RmaOnTicket[]> {
	const open = rmasVisibleTo(db, actor).select('r.number').where('r.ticket_number', '=', ticketNumber).as('open');
	const mayOpen = sql<boolean>`open.number is not null`;
	const rows = await ticketsVisibleTo(db, actor)
		.innerJoin('rma as r', 'r.ticket_number', 't.number')
		.leftJoin(open, 'open.number', 'r.number')
		.select(['r.number', 'r.state', 'r.state_since as stateSince', 'r.expires_at as expiresAt'])
		.select(mayOpen.as('mayOpen'))
		.where('t.number', '=', ticketNumber)
		.where(({ or }) => or([mayOpen, stillParty(actor)]))
		.orderBy('r.number')
		.execute();
	return rows.map((row) => ({ ...row, state: row.state as RmaState }));
}
