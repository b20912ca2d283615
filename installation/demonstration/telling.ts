import type { Writing } from '../../src/database/connection.ts';
import type { CustomerActor, StaffActor } from '../../src/identity/actor.ts';
import { addNote, answer } from '../../src/tickets/answering.ts';
import { close } from '../../src/tickets/closing.ts';
import { openTicket } from '../../src/tickets/opening.ts';
import { markRead } from '../../src/tickets/reading.ts';
import { reply } from '../../src/tickets/replying.ts';
import { asBody } from '../../src/tickets/sanitising.ts';
import { take } from '../../src/tickets/taking.ts';
import { momentAgo } from './moments.ts';
import { sendOn } from './sending.ts';
import type { DemoTicket, Step } from './ticket.ts';

/** Everybody who appears in the tickets, by customer code or e-mail address. */
export type Cast = Map<string, CustomerActor | StaffActor>;

const words = (html: string) => ({ body: asBody(html, 'html'), attached: [] });

/**
 * Lets a ticket happen, step by step, at its past times, through the verbs that pages use: its rows are what they would have
 * been. Files come later. Answers the ticket's number.
 */
export async function tell(trx: Writing, cast: Cast, ticket: DemoTicket, now: Date): Promise<number> {
	const number = await open(trx, cast, ticket, now);
	for (const step of ticket.steps.slice(1)) await happen(trx, cast, number, step, now);
	if (!ticket.unread) await readByAll(trx, cast, number);
	return number;
}

function open(trx: Writing, cast: Cast, ticket: DemoTicket, now: Date): Promise<number> {
	const [request] = ticket.steps;
	if (!request || !('says' in request)) throw new Error(`“${ticket.subject}” does not begin with a request`);
	const { make = '', model = '', engine = '', year = '', ecu = '', protocol = '' } = ticket;
	return openTicket(
		trx,
		customer(cast, ticket.customer),
		{
			...words(request.says),
			product: ticket.product,
			serial: ticket.unit ?? null,
			subject: ticket.subject,
			facts: { make, model, engine, year, ecu, protocol },
		},
		momentAgo(request.hoursAgo, now),
	);
}

async function happen(trx: Writing, cast: Cast, number: number, step: Step, now: Date): Promise<void> {
	const by = cast.get(step.by);
	const at = momentAgo(step.hoursAgo, now);
	if (!by) throw new Error(`${step.by} is not in the demonstration`);
	// Whoever writes has read what was there.
	if (by.kind === 'customer') await markRead(trx, by, number);
	if ('rma' in step) return sendOn(trx, by, number, step.rma, at);
	if ('closed' in step) return close(trx, by, number, step.solution ?? '', at);
	if (by.kind === 'customer') {
		if ('says' in step) await reply(trx, by, number, words(step.says), at);
		return;
	}
	if ('taken' in step) await take(trx, by, number, at);
	else if ('note' in step) await addNote(trx, by, number, words(step.note), at);
	else await answer(trx, by, number, words(step.says), at);
}

async function readByAll(trx: Writing, cast: Cast, number: number): Promise<void> {
	for (const one of cast.values()) if (one.kind === 'customer') await markRead(trx, one, number);
}

function customer(cast: Cast, code: string): CustomerActor {
	const found = cast.get(code);
	if (found?.kind !== 'customer') throw new Error(`${code} is no customer of the demonstration`);
	return found;
}
