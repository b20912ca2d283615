import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { lockTicket, ticketsVisibleTo, type LockedTicket } from './finding.ts';
import { record } from './recording.ts';

/**
 * The technician takes a New ticket: it is In process, his, and its processing has started (stamped the first time only). One that is
 * his already stays so.
 * @throws Refusal `not-found`, `not-allowed` (auditors), `ticket-taken` (with `by`, the colleague who was faster), `ticket-closed`
 */
export async function take(trx: Writing, technician: StaffActor, number: number, now: Date): Promise<void> {
	mustWork(technician);
	const ticket = await lockTicket(trx, technician, number);
	if (ticket.status === 'closed') throw new Refusal('ticket-closed');
	if (ticket.status === 'in_process' && ticket.technicianId === technician.id) return;
	if (ticket.status === 'in_process') throw new Refusal('ticket-taken', { by: await technicianOf(trx, ticket) });
	await start(trx, ticket, technician, now);
}

/** As many technicians may press the button in the same moment. */
const mostAtOnce = 100;

/** Takes the first of the queue (product.md M8) and answers its number, or null when nothing waits. */
export async function takeNext(trx: Writing, technician: StaffActor, now: Date): Promise<number | null> {
	mustWork(technician);
	const waiting = ticketsVisibleTo(trx, technician, (part) =>
		part.where('status', '=', sql.lit('new')).orderBy('queued_at').orderBy('number').limit(sql.lit(mostAtOnce)),
	).select('t.number');
	// Locked rows are being taken by a colleague at this moment: the next one is ours.
	const next = await trx
		.selectFrom('ticket as t')
		.select('t.number')
		.where('t.number', 'in', waiting)
		.where('t.status', '=', 'new')
		.orderBy('t.queued_at')
		.orderBy('t.number')
		.limit(1)
		.forUpdate('t')
		.skipLocked()
		.executeTakeFirst();
	if (!next) return null;
	await take(trx, technician, next.number, now);
	return next.number;
}

/** Puts a locked New ticket into the technician's hands. @throws Refusal `not-allowed` (he has left in this moment) */
export async function start(trx: Writing, ticket: LockedTicket, technician: StaffActor, now: Date): Promise<void> {
	await mustBeThere(trx, technician);
	await trx
		.updateTable('ticket')
		.set((ticketNow) => ({
			status: 'in_process',
			technician_id: technician.id,
			started_at: ticket.startedAt ?? now,
			version: ticketNow('version', '+', 1),
		}))
		.where('number', '=', ticket.number)
		.execute();
	await record(trx, { ticket, kind: 'taken', by: technician, at: now });
}

// Waits for a colleague who is making him leave: his tickets have been given back by then, and this one would stay with him.
async function mustBeThere(trx: Writing, technician: StaffActor): Promise<void> {
	const account = await trx
		.selectFrom('account')
		.select('id')
		.where('id', '=', technician.id)
		.where('disabled_at', 'is', null)
		.forShare()
		.executeTakeFirst();
	if (!account) throw new Refusal('not-allowed');
}

/**
 * Returns everything that a member has in hand to the queue, to the place that each ticket had there: by the time it last became
 * New. Tells no customer: somebody will take it, and of that he is told. Answers how many tickets that were.
 */
export async function giveBackAll(trx: Writing, memberId: number, by: { id: number }, now: Date): Promise<number> {
	const { rows } = await sql`
		with given_back as (
			update ticket
			set status = 'new', technician_id = null, answer_awaited = false, version = version + 1
			where technician_id = ${memberId}::bigint and status = 'in_process'
			returning number
		)
		insert into ticket_event (ticket_number, kind, account_id, at)
		select number, 'given_back', ${by.id}::bigint, ${now}::timestamptz from given_back order by number
		returning id
	`.execute(trx);
	return rows.length;
}

/** How many tickets a member has in hand, wherever they belong. */
export async function countInHand(db: Reading, memberId: number): Promise<number> {
	const { inHand } = await db
		.selectFrom('ticket')
		.select(sql<number>`count(*)::int`.as('inHand'))
		.where('technician_id', '=', memberId)
		.where('status', '=', 'in_process')
		.executeTakeFirstOrThrow();
	return inHand;
}

// Asked after the lock: before it, the colleague's name may not have been there yet.
async function technicianOf(trx: Writing, ticket: LockedTicket): Promise<string> {
	const member = await trx.selectFrom('staff').select('name').where('id', '=', ticket.technicianId).executeTakeFirst();
	return member?.name ?? '';
}

/** @throws Refusal `not-allowed` for those who only read */
export function mustWork(staff: StaffActor): void {
	if (!may(staff, 'support')) throw new Refusal('not-allowed');
}
