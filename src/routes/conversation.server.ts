import { randomUUID } from 'node:crypto';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { findStaged } from '../attachments/staging.ts';
import { addressedId } from '../database/addressed-id.ts';
import { database, type Writing } from '../database/connection.ts';
import type { Account } from '../identity/account.ts';
import type { Actor } from '../identity/actor.ts';
import { refusalWords } from '../refusal-words.ts';
import { Refusal } from '../refusal.ts';
import { stepWords } from '../rma/step-words.ts';
import { findDraft, keepDraft, placeOn, stampOfDraft } from '../tickets/drafting.ts';
import { findTicket } from '../tickets/finding.ts';
import { readConversation, readEvents } from '../tickets/reading.ts';
import { asBody } from '../tickets/sanitising.ts';
import type { Event, Message, Ticket } from '../tickets/ticket.ts';
import { subscriptionState } from '../units/unit.ts';
import { formatDateTime, formatDay } from '../ui/format.ts';
import { carried, fieldErrors, flat, receivePosted, refused, text } from './form.server.ts';
import { forgetOffices } from './offices.server.ts';
import { rmasOnTicket } from './rma-on-ticket.server.ts';

const words = text(200_000, { lines: true });
const forms = {
	message: z.strictObject({ ...carried, version: z.coerce.number().int().optional(), message: words }),
	note: z
		.strictObject({ ...carried, note: words })
		.transform(({ note, ...rest }) => ({ ...rest, message: note, version: undefined })),
};

export type Said = { body: ReturnType<typeof asBody>; attached: string[]; key?: string; seenVersion?: number };

/** The ticket that the address names, as this actor may see it. @throws Refusal `not-found` */
export async function ticketOf(event: RequestEvent, actor: Actor): Promise<Ticket> {
	const number = addressedId(event.params['number']);
	if (!number) throw new Refusal('not-found');
	return findTicket(database(), actor, number);
}

/** What both sides' ticket pages show: header, conversation with marks of what happened, and the draft of an answer. */
export async function conversationPage(actor: Actor, account: Account, ticket: Ticket) {
	const db = database();
	const [messages, events, rmas, draft] = await Promise.all([
		readConversation(db, actor, ticket),
		readEvents(db, actor, ticket),
		rmasOnTicket(actor, account, ticket.number),
		draftAt(account, placeOn(ticket.number, 'message')),
	]);
	const shown = (at: Date) => ({ at: at.toISOString(), text: formatDateTime(at, account.locale, account.timeZone) });
	const { number, status, answerAwaited, subject, productName, serial, kind, customerCode, company, version } = ticket;
	const { stillParty, mayReply, mayClose } = ticket;
	const { make, model, engine, year, ecu, protocol, subscriptionUntil: until } = ticket;
	return {
		ticket: { number, status, answerAwaited, subject, productName, serial, kind, customerCode, company, version },
		may: { reply: mayReply, close: mayClose },
		stillParty,
		vehicle: { make, model, engine, year, ecu, protocol },
		subscription: {
			state: subscriptionState(until, new Date(), account.timeZone),
			until: until && formatDay(until, account.locale),
		},
		times: {
			opened: shown(ticket.openedAt),
			started: ticket.startedAt && shown(ticket.startedAt),
			closed: ticket.closedAt && shown(ticket.closedAt),
		},
		rmas,
		entries: inOrder(messages, events, new Map(rmas.map(({ number, href }) => [String(number), href])), shown),
		draft,
		draftPlace: placeOn(number, 'message'),
		key: randomUUID(),
	};
}

/** What the account has been writing at a place, as its form shows it again; nothing where that is nothing. */
export async function draftAt({ id, locale, timeZone }: Account, place: string) {
	const draft = await findDraft(database(), id, place);
	return (
		draft && {
			values: draft.fields,
			staged: await findStaged(database(), id, draft.attached),
			at: formatDateTime(draft.at, locale, timeZone),
			stamp: stampOfDraft(draft),
		}
	);
}

type Shown = { at: string; text: string };

/** Messages, and what happened between them, as they followed each other; `addresses`: of RMAs, by their numbers. */
function inOrder(
	messages: Message[],
	events: Event[],
	addresses: Map<string, string | null>,
	shown: (at: Date) => Shown,
) {
	return [
		...messages.map(({ at, ...message }) => ({
			type: 'message' as const,
			order: at.getTime(),
			time: shown(at),
			...message,
		})),
		...events.map(({ at, rma, ...event }) => ({
			type: 'event' as const,
			order: at.getTime(),
			time: shown(at),
			said: rma && stepWords(rma.step, rma.number),
			href: (rma && addresses.get(rma.number)) ?? null,
			...event,
		})),
	].sort((a, b) => a.order - b.order || (a.type === b.type ? a.id - b.id : a.type === 'message' ? -1 : 1));
}

type Saying = {
	field: 'message' | 'note';
	actor: Actor;
	account: Account;
	/** Answers the new message's id. */
	say: (trx: Writing, number: number, said: Said) => Promise<number>;
	back: string;
};

/**
 * Adds what a form says to the ticket that the address names, then shows the ticket. A refused form comes back with all that was
 * typed and every file that arrived; what the ticket became meanwhile is shown with it.
 */
export async function sayOn(event: RequestEvent, { field, actor, account, say, back }: Saying) {
	// Looked up before the body is read: a stranger's upload is not received.
	const { number, mayReply } = await ticketOf(event, actor);
	if (!mayReply) throw new Refusal('not-allowed');
	const posted = await receivePosted(event.request, account);
	const parsed = forms[field].safeParse(flat(posted.fields));
	const again = async (status: number, errors: Record<string, string>) => {
		const form = refused(posted, errors);
		const written = { fields: form.values, attached: form.staged.map((file) => file.id) };
		await keepDraft(database(), account.id, placeOn(number, field), written, new Date());
		return fail(status, { [field]: form });
	};
	if (!parsed.success) return again(posted.status, fieldErrors(parsed.error, account.locale));
	if (Object.keys(posted.errors).length > 0) return again(posted.status, {});
	const { message, format, attached, key, version } = parsed.data;
	let messageId: number;
	try {
		const body = asBody(message, format);
		messageId = await database()
			.transaction()
			.execute((trx) => say(trx, number, { body, attached, key, seenVersion: version }));
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found' || error.code === 'not-allowed') throw error;
		if (error.code === 'branch-closed') forgetOffices();
		return again(error.status, { [field]: refusalWords(error.code, error.details, account.locale) });
	}
	return redirect(303, `${back}/${number}#message-${messageId}`);
}
