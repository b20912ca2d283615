import { database, type Writing } from '../../../../database/connection.ts';
import { markRead } from '../../../../tickets/reading.ts';
import { reply } from '../../../../tickets/replying.ts';
import type { Ticket } from '../../../../tickets/ticket.ts';
import { closedFor } from '../../../closed.server.ts';
import { closeOn } from '../../../closing.server.ts';
import { conversationPage, sayOn, ticketOf, type Said } from '../../../conversation.server.ts';
import { asCustomer } from '../../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One ticket. Looking at it is reading it, unless the browser only fetches ahead or another site embeds it. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const ticket = await ticketOf(event, actor);
	const page = await conversationPage(actor, account, ticket);
	if (ticket.unread && isLookedAt(event.request)) await markRead(database(), actor, ticket.number);
	const closed = await closedFor(account, 'messages');
	return { ...page, slots: ticket.slots, justOpened: wasJustOpened(ticket, actor.id), closed };
};

// The page to which the form leads: its number and the mail are told there, and not again when he comes back later.
function wasJustOpened({ openerId, openedAt, version }: Ticket, customerId: number): boolean {
	return openerId === customerId && version === 1 && Date.now() - openedAt.getTime() < 2 * 60_000;
}

function isLookedAt({ method, headers }: Request): boolean {
	const ahead = headers.get('sec-purpose') ?? headers.get('purpose') ?? '';
	return (
		method === 'GET' &&
		!ahead.includes('prefetch') &&
		['document', 'empty', null].includes(headers.get('sec-fetch-dest'))
	);
}

export const actions: Actions = {
	reply(event) {
		const { actor, account } = asCustomer(event);
		const say = (trx: Writing, number: number, said: Said) => reply(trx, actor, number, said, new Date());
		return sayOn(event, { field: 'message', actor, account, say, back: '/tickets' });
	},

	close(event) {
		return closeOn(event, { ...asCustomer(event), back: '/tickets' });
	},
};
