import { sql, type RawBuilder, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { DB } from '../database/schema.generated.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { seesAllBranches, type Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { UnitKind } from '../units/unit.ts';
import type { Status, Ticket } from './ticket.ts';

/**
 * The tickets this actor may see: the only way to a ticket, for page, list, search, file and count.
 * A customer sees what he opened himself and what was opened about a unit that was his at that moment (product.md P3, P4);
 * staff see the tickets of their branches, administrators all.
 */
export function ticketsVisibleTo(db: Reading, actor: Actor, narrow: Narrowing = (part) => part) {
	const parts = visibleParts(actor)
		.map((part) => narrow(db.selectFrom('ticket').selectAll().where(part)))
		.map((part) => db.selectFrom(part.as('part')).selectAll());
	return db.selectFrom(parts.reduce((all, part) => all.unionAll(part)).as('t'));
}

/** What is asked of each part before they are put together: an order and a limit here spare reading all that is visible. */
type Narrowing = (part: TicketRows) => TicketRows;
type TicketRows = SelectQueryBuilder<DB, 'ticket', Selectable<DB['ticket']>>;

/**
 * Conditions of which a visible ticket meets exactly one. Each has its index; with `or` between them PostgreSQL reads every
 * ticket there is as soon as it keeps one plan for all actors.
 */
function visibleParts(actor: Actor): RawBuilder<boolean>[] {
	switch (actor.kind) {
		case 'customer':
			return [sql`opener_id = ${actor.id}`, sql`holder_id = ${actor.id} and holder_id <> opener_id`];
		case 'staff':
			if (seesAllBranches(actor)) return [sql`true`];
			if (actor.branchIds.length === 0) return [sql`false`];
			return actor.branchIds.map((id) => sql`branch_id = ${id}`);
	}
}

/** The ticket with this number, as its page shows it. @throws Refusal `not-found`, the same for missing and for somebody else's */
export async function findTicket(db: Reading, actor: Actor, number: number): Promise<Ticket> {
	const row = await ticketsVisibleTo(db, actor)
		.innerJoin('product as p', 'p.slug', 't.product')
		.innerJoin('customer as c', 'c.id', 't.opener_id')
		.leftJoin('unit as u', 'u.id', 't.unit_id')
		.leftJoin('staff as s', 's.id', 't.technician_id')
		.select(shownColumns)
		.select(
			sql<boolean>`exists (select from ticket_unread where customer_id = ${actor.id} and ticket_number = t.number)`.as(
				'unread',
			),
		)
		.where('t.number', '=', number)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, status: row.status as Status, kind: row.kind as UnitKind | null };
}

const shownColumns = [
	't.number',
	't.status',
	't.answer_awaited as answerAwaited',
	't.subject',
	't.product',
	'p.name as productName',
	'p.slots',
	'u.serial',
	'u.kind',
	'u.subscription_until as subscriptionUntil',
	't.opener_id as openerId',
	't.holder_id as holderId',
	't.unit_id as unitId',
	'c.code as customerCode',
	'c.company',
	't.branch_id as branchId',
	't.technician_id as technicianId',
	's.name as technicianName',
	't.make',
	't.model',
	't.engine',
	't.year',
	't.ecu',
	't.protocol',
	't.version',
	't.opened_at as openedAt',
	't.queued_at as queuedAt',
	't.started_at as startedAt',
	't.closed_at as closedAt',
] as const;

export type LockedTicket = {
	number: number;
	status: Status;
	version: number;
	openerId: number;
	holderId: number;
	branchId: number;
	technicianId: number | null;
	startedAt: Date | null;
};

/** The same lookup, locked until the transaction ends: whoever changes a ticket goes through here. @throws Refusal `not-found` */
export async function lockTicket(trx: Writing, actor: Actor, number: number): Promise<LockedTicket> {
	const visible = ticketsVisibleTo(trx, actor).select('t.number').where('t.number', '=', number);
	const row = await trx
		.selectFrom('ticket as t')
		.select(['t.number', 't.status', 't.version', 't.opener_id as openerId', 't.holder_id as holderId'])
		.select(['t.branch_id as branchId', 't.technician_id as technicianId', 't.started_at as startedAt'])
		.where('t.number', '=', number)
		.where(({ exists }) => exists(visible))
		.forUpdate('t')
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, status: row.status as Status };
}

/** A ticket's number as it stands in an address, or nothing when it is not one. */
export function ticketNumber(text: string): number | undefined {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
