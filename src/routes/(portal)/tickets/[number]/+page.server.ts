import { fail, redirect } from '@sveltejs/kit';
import { receiveForm } from '../../../../attachments/receiving.ts';
import { database } from '../../../../database/connection.ts';
import { refusalWords } from '../../../../refusal-words.ts';
import { Refusal } from '../../../../refusal.ts';
import { close } from '../../../../tickets/closing.ts';
import { markRead } from '../../../../tickets/reading.ts';
import { reply } from '../../../../tickets/replying.ts';
import { limits, type Ticket } from '../../../../tickets/ticket.ts';
import { conversationPage, sayOn, ticketOf } from '../../../conversation.server.ts';
import { fieldErrors, flat, text, typed } from '../../../form.server.ts';
import { asCustomer } from '../../../request.server.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';

const closeForm = z.strictObject({ solution: text(limits.solution, { lines: true }) });

/** One ticket. Looking at it is reading it, unless the browser only fetches ahead or another site embeds it. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const ticket = await ticketOf(event, actor);
	const page = await conversationPage(actor, account, ticket);
	if (ticket.unread && isLookedAt(event.request)) await markRead(database(), actor, ticket.number);
	return { ...page, slots: ticket.slots, justOpened: wasJustOpened(ticket, actor.id) };
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
		const say = (trx: Parameters<typeof reply>[0], number: number, said: Parameters<typeof reply>[3]) =>
			reply(trx, actor, number, said, new Date());
		return sayOn(event, { field: 'message', actor, account, say, back: '/tickets' });
	},

	async close(event) {
		const { actor, account } = asCustomer(event);
		const { number } = await ticketOf(event, actor);
		const { fields } = await receiveForm(event.request);
		const parsed = closeForm.safeParse(flat(fields));
		if (!parsed.success)
			return fail(400, { close: { values: typed(fields), errors: fieldErrors(parsed.error, account.locale) } });
		try {
			await database()
				.transaction()
				.execute((trx) => close(trx, actor, number, parsed.data.solution, new Date()));
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'ticket-closed') throw error;
			return fail(409, {
				close: { values: typed(fields), errors: { form: refusalWords(error.code, {}, account.locale) } },
			});
		}
		redirect(303, `/tickets/${number}`);
	},
};
