import { sql } from 'kysely';
import type { Writing } from '../database/connection.ts';
import { insertMany } from '../database/inserting.ts';
import { Cells, rounds, sound, type FileRow, type Imported } from '../database/sifting.ts';
import { findParties, type Parties } from './placing.ts';
import type { EventKind, MessageKind } from './ticket.ts';
import { understand, type OldTicket } from './understanding.ts';

type Placed = OldTicket & Parties & { number: number };

/**
 * Brings in tickets of the past with their conversations. Nobody gets a letter and nothing becomes unread: it is no news.
 * A ticket keeps its number when that is free, and later tickets are numbered beyond it; else it gets the next one.
 * A row is known already when the ticket of its number was opened by the same customer at the same time, or, without
 * a number of its own, when customer, opening and subject are a ticket's.
 */
export async function importTickets(trx: Writing, rows: FileRow[], now: Date): Promise<Imported> {
	const candidates = rows.map((row) => understand(new Cells(row), now));
	const parties = await findParties(trx, sound(candidates));
	await moveNumbersBeyond(trx, sound(candidates));
	const outcome = { added: 0, updated: 0, existing: 0 };
	for (const round of rounds(sound(candidates), numberOf)) {
		for (const tickets of rounds(round, sightOf)) {
			const placed = tickets.flatMap((ticket) => withParties(ticket, parties.get(ticket)));
			const fresh = await numberThoseUnknown(trx, placed);
			await write(trx, fresh);
			outcome.added += fresh.length;
			outcome.existing += tickets.length - fresh.length;
		}
	}
	return { ...outcome, refused: candidates.flatMap(({ cells }) => cells.refused) };
}

function withParties(ticket: OldTicket, parties: Parties | undefined): (OldTicket & Parties)[] {
	return parties ? [{ ...ticket, ...parties }] : [];
}

function numberOf({ number, cells }: OldTicket): string {
	return number === null ? `line ${cells.line}` : String(number);
}

function sightOf({ customer, openedAt, subject }: Pick<OldTicket, 'customer' | 'openedAt' | 'subject'>): string {
	return `${customer} ${openedAt.getTime()} ${subject}`;
}

/** A ticket opened at this moment must not take a number that is about to be given to an old one: those writing are waited for. */
async function moveNumbersBeyond(trx: Writing, tickets: OldTicket[]): Promise<void> {
	const highest = tickets.reduce((most, { number }) => Math.max(most, number ?? 0), 0);
	const { rows } = await sql<{ last: number }>`select last_value as last from ticket_number`.execute(trx);
	if (highest < (rows[0]?.last ?? 0)) return;
	await sql`lock table ticket in share row exclusive mode`.execute(trx);
	await sql`select setval('ticket_number', greatest(last_value, ${highest})) from ticket_number`.execute(trx);
}

/** The tickets that are not there yet, each with the number that it has from now on. */
async function numberThoseUnknown(trx: Writing, tickets: (OldTicket & Parties)[]): Promise<Placed[]> {
	const holders = await findByNumbers(trx, tickets);
	const keeping = tickets.flatMap((ticket) => {
		const { number } = ticket;
		return number === null || holders.has(number) ? [] : [{ ...ticket, number }];
	});
	const numberless = tickets.filter((ticket) => {
		const holder = ticket.number === null ? '' : holders.get(ticket.number);
		return holder !== undefined && holder !== `${ticket.openerId} ${ticket.openedAt.getTime()}`;
	});
	const known = await findBySight(trx, numberless);
	const fresh = numberless.filter((ticket) => !known.has(sightOf(ticket)));
	const numbers = await drawIds(trx, 'ticket_number', fresh.length);
	return [...keeping, ...fresh.map((ticket, index) => ({ ...ticket, number: numbers[index] ?? 0 }))];
}

/** Who opened the tickets that have these numbers, and when. */
async function findByNumbers(trx: Writing, tickets: OldTicket[]): Promise<Map<number, string>> {
	const numbers = tickets.flatMap(({ number }) => number ?? []);
	const rows = await trx
		.selectFrom('ticket')
		.select(['number', 'opener_id as openerId', 'opened_at as openedAt'])
		.where('number', '=', sql<number>`any(${numbers}::bigint[])`)
		.execute();
	return new Map(rows.map(({ number, openerId, openedAt }) => [number, `${openerId} ${openedAt.getTime()}`]));
}

/** Those that a ticket of the same customer, opening and subject stands for already. */
async function findBySight(trx: Writing, tickets: (OldTicket & Parties)[]): Promise<Set<string>> {
	if (tickets.length === 0) return new Set();
	const sights = tickets.map(({ customer, openerId, openedAt, subject }) => ({
		customer,
		openerId,
		openedAt,
		subject,
	}));
	const { rows } = await sql<{ customer: string; openedAt: Date; subject: string }>`
		select k.customer, t.opened_at as "openedAt", t.subject
		from json_to_recordset(${JSON.stringify(sights)}::json)
			as k (customer text, "openerId" bigint, "openedAt" timestamptz, subject text)
		join ticket as t on t.opener_id = k."openerId" and t.opened_at = k."openedAt" and t.subject = k.subject
	`.execute(trx);
	return new Set(rows.map(sightOf));
}

async function drawIds(trx: Writing, sequence: string, count: number): Promise<number[]> {
	const { rows } = await sql<{ id: number }>`
		select nextval(${sequence}::regclass) as id from generate_series(1, ${count}::int)
	`.execute(trx);
	return rows.map(({ id }) => id);
}

async function write(trx: Writing, tickets: Placed[]): Promise<void> {
	await insertMany(trx, 'ticket', tickets.map(asRow));
	const said = tickets.flatMap((ticket) => ticket.said.map((words) => ({ ticket, words })));
	const ids = await drawIds(trx, 'message_id_seq', said.length);
	const messages = said.map(({ ticket, words }, index) => ({ ticket, words, id: ids[index] ?? 0 }));
	await insertMany(
		trx,
		'message',
		messages.map(({ ticket, words, id }) => ({
			id,
			ticket_number: ticket.number,
			kind: words.by,
			account_id: words.by === 'customer' ? ticket.openerId : (ticket.technicianId ?? 0),
			body_html: words.body.html,
			body_text: words.body.text,
			created_at: words.at,
		})),
	);
	const spoken = messages.map(({ ticket, words, id }, index) => {
		const kind = messages[index - 1]?.ticket === ticket ? eventOf[words.by] : 'opened';
		const accountId = words.by === 'customer' ? ticket.openerId : ticket.technicianId;
		return eventRow(ticket, { kind, accountId, at: words.at, messageId: id });
	});
	const steps = [...spoken, ...tickets.flatMap(stepsOf)];
	// Stable, so that at the same moment the opening stays first and the closing last.
	await insertMany(
		trx,
		'ticket_event',
		steps.sort((one, other) => one.at.getTime() - other.at.getTime()),
	);
}

const eventOf: Record<MessageKind, EventKind> = { customer: 'replied', support: 'answered', note: 'noted' };

type Step = { kind: EventKind; accountId: number | null; at: Date; messageId?: number };

function eventRow({ number }: Placed, { kind, accountId, at, messageId }: Step) {
	return { ticket_number: number, kind, account_id: accountId, message_id: messageId ?? null, details: {}, at };
}

function stepsOf(ticket: Placed) {
	const { startedAt, closedAt, technicianId } = ticket;
	return [
		...(startedAt ? [eventRow(ticket, { kind: 'taken', accountId: technicianId, at: startedAt })] : []),
		...(closedAt ? [eventRow(ticket, { kind: 'closed', accountId: technicianId, at: closedAt })] : []),
	];
}

function asRow(ticket: Placed) {
	const lastPublic = ticket.said.findLast(({ by }) => by !== 'note');
	return {
		number: ticket.number,
		opener_id: ticket.openerId,
		holder_id: ticket.holderId,
		unit_id: ticket.unitId,
		product: ticket.product,
		branch_id: ticket.branchId,
		technician_id: ticket.technicianId,
		status: ticket.status,
		answer_awaited: ticket.status === 'in_process' && lastPublic?.by === 'support',
		subject: ticket.subject,
		...ticket.facts,
		opened_at: ticket.openedAt,
		queued_at: ticket.openedAt,
		started_at: ticket.startedAt,
		closed_at: ticket.closedAt,
		version: 1,
	};
}
