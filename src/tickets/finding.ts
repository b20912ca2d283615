import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { DB } from '../database/schema.generated.ts';
import type { Reading, Writing } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { UnitKind } from '../units/unit.ts';
import { mayDo, messageSeenBy, stillParty, visibleParts } from './relating.ts';
import type { Status, Ticket } from './ticket.ts';

/**
 * The tickets this actor may see: the only way to a ticket, for page, list, search, file and count.
 * A customer sees what he opened himself, what his Master opened about a unit that is still his, and what his Slave lets him see
 * (product.md P3, P4); staff see the tickets of their branches, administrators and auditors all.
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

/** The messages that this actor may see, `m`, on the tickets that he may see, `t`: for conversation, file and letter. */
export function messagesVisibleTo(db: Reading, actor: Actor) {
	return ticketsVisibleTo(db, actor)
		.innerJoin('message as m', 'm.ticket_number', 't.number')
		.where(messageSeenBy(actor));
}

/** The ticket with this number, as its page shows it. @throws Refusal `not-found`, the same for missing and for somebody else's */
export async function findTicket(db: Reading, actor: Actor, number: number): Promise<Ticket> {
	const row = await ticketsVisibleTo(db, actor)
		.innerJoin('product as p', 'p.slug', 't.product')
		.innerJoin('customer as c', 'c.id', 't.opener_id')
		.leftJoin('unit as u', 'u.id', 't.unit_id')
		.leftJoin('staff as s', 's.id', 't.technician_id')
		.select(shownColumns)
		// A former owner or Master knew the serial number; what became of the unit is not his to know.
		.select(sql<string | null>`case when ${stillParty(actor)} then u.kind end`.as('kind'))
		.select(sql<string | null>`case when ${stillParty(actor)} then u.subscription_until end`.as('subscriptionUntil'))
		.select(stillParty(actor).as('stillParty'))
		.select([mayDo(actor, 'reply').as('mayReply'), mayDo(actor, 'close').as('mayClose')])
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
	mayReply: boolean;
	mayClose: boolean;
};

/** The same lookup, locked until the transaction ends: whoever changes a ticket goes through here. @throws Refusal `not-found` */
export async function lockTicket(trx: Writing, actor: Actor, number: number): Promise<LockedTicket> {
	const visible = ticketsVisibleTo(trx, actor).select('t.number').where('t.number', '=', number);
	const row = await trx
		.selectFrom('ticket as t')
		.select(['t.number', 't.status', 't.version', 't.opener_id as openerId', 't.holder_id as holderId'])
		.select(['t.branch_id as branchId', 't.technician_id as technicianId', 't.started_at as startedAt'])
		.select([mayDo(actor, 'reply').as('mayReply'), mayDo(actor, 'close').as('mayClose')])
		.where('t.number', '=', number)
		.where(({ exists }) => exists(visible))
		.forUpdate('t')
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, status: row.status as Status };
}
