import { database } from '../database/connection.ts';
import type { Account } from '../identity/account.ts';
import type { Actor } from '../identity/actor.ts';
import { m } from '../paraglide/messages.js';
import { listOnTicket, type RmaOnTicket } from '../rma/listing-on-ticket.ts';
import { formatDateTime } from '../ui/format.ts';

/** The RMAs of a ticket, as whoever looks may see them: with an address where there is more to see, and what he is asked to do. */
export async function rmasOnTicket(actor: Actor, account: Account, ticketNumber: number) {
	const rmas = await listOnTicket(database(), actor, ticketNumber);
	const room = actor.kind === 'staff' ? '/desk/rma' : '/rma';
	return rmas.map(({ stateSince, expiresAt, mayOpen, ...rma }) => ({
		...rma,
		href: mayOpen ? `${room}/${rma.number}` : null,
		since: { at: stateSince.toISOString(), text: formatDateTime(stateSince, account.locale, account.timeZone) },
		asked: actor.kind === 'customer' && mayOpen ? askedOf(rma.state, dayOf(expiresAt, account)) : null,
	}));
}

function dayOf(at: Date, { locale, timeZone }: Account): string {
	return formatDateTime(at, locale, timeZone, 'date');
}

/** What its sender has to do next; nothing while it is the maker's turn, or over. */
function askedOf(state: RmaOnTicket['state'], day: string): string | null {
	if (state === 'authorised') return m.rma_on_ticket_complete({ day });
	if (state === 'form_complete') return m.rma_on_ticket_send({ day });
	if (state === 'quoted') return m.rma_on_ticket_answer();
	return state === 'shipped_back' ? m.rma_on_ticket_arrived() : null;
}
