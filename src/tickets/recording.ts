import { sql } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { post } from '../mail/posting.ts';
import { customersWhoSee } from './relating.ts';
import type { EventKind } from './ticket.ts';

type News = {
	ticket: { number: number };
	kind: EventKind;
	/** null: the portal itself. */
	by: Actor | null;
	at: Date;
	messageId?: number;
	details?: Record<string, string>;
	/** Where the letter has words of its own; else those of the event's kind. */
	letter?: string;
};

/** What follows from each event: a letter to the customers who see the ticket, and whether it is news to them. */
const consequences: Record<EventKind, { letter: boolean; newsFromSupport: boolean }> = {
	opened: { letter: true, newsFromSupport: false },
	replied: { letter: false, newsFromSupport: false },
	reopened: { letter: true, newsFromSupport: false },
	answered: { letter: true, newsFromSupport: true },
	taken: { letter: true, newsFromSupport: true },
	given_back: { letter: false, newsFromSupport: false },
	handed_over: { letter: false, newsFromSupport: false },
	closed: { letter: true, newsFromSupport: true },
	reminded: { letter: true, newsFromSupport: true },
	noted: { letter: false, newsFromSupport: false },
	rma: { letter: true, newsFromSupport: true },
};

/** Records what happened to a ticket, and in the same transaction everything that follows from it (product.md M1, M9). */
export async function record(trx: Writing, news: News): Promise<void> {
	const { ticket, kind, by, at, messageId = null, details = {}, letter = `ticket-${kind}` } = news;
	const { id, readers } = await trx
		.insertInto('ticket_event')
		.values({
			ticket_number: ticket.number,
			kind,
			account_id: by?.id ?? null,
			message_id: messageId,
			details: JSON.stringify(details),
			at,
		})
		.returning(['id', customersWhoSee(ticket.number).as('readers')])
		.executeTakeFirstOrThrow();
	if (consequences[kind].letter) {
		for (const accountId of readers) {
			await post(trx, {
				accountId,
				letter,
				eventKey: `ticket-${ticket.number}-event-${id}`,
				details: { ticket: ticket.number, event: id },
			});
		}
	}
	if (consequences[kind].newsFromSupport && by?.kind !== 'customer') await markUnread(trx, ticket.number, readers, at);
}

async function markUnread(trx: Writing, number: number, readers: number[], since: Date): Promise<void> {
	await trx
		.insertInto('ticket_unread')
		.columns(['customer_id', 'ticket_number', 'since'])
		.expression(sql`select unnest(${readers}::bigint[]), ${number}::bigint, ${since}::timestamptz`)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
