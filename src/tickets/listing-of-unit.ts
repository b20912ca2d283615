import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { isBehind, placeOf, type Place, type Stretch } from '../database/timeline.ts';
import type { Actor, StaffActor } from '../identity/actor.ts';
import { ticketsVisibleTo } from './finding.ts';
import type { Status } from './ticket.ts';

/** A ticket in the story of the unit that it is about; `by` is its opener. */
export type UnitTicket = {
	place: Place;
	number: number;
	subject: string;
	status: Status;
	answerAwaited: boolean;
	openedAt: Date;
	closedAt: Date | null;
	by: { code: string; company: string };
};

/** The tickets about a unit that this actor sees, the latest first. */
export async function listTicketsOfUnit(
	db: Reading,
	actor: Actor,
	unitId: number,
	{ behind, limit }: Stretch,
): Promise<UnitTicket[]> {
	const rows = await ticketsVisibleTo(db, actor, (part) => part.where('unit_id', '=', unitId))
		.innerJoin('customer as c', 'c.id', 't.opener_id')
		.select(['t.number', 't.subject', 't.status', 't.answer_awaited as answerAwaited'])
		.select(['t.opened_at as openedAt', 't.closed_at as closedAt', 'c.code', 'c.company'])
		.select(placeOf('t.opened_at', 't.number').as('place'))
		.where(isBehind(behind, 't.opened_at', 't.number'))
		.orderBy('t.opened_at', 'desc')
		.orderBy('t.number', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ code, company, status, ...row }) => ({
		...row,
		status: status as Status,
		by: { code, company },
	}));
}

/** How many tickets about a unit are in branches that this staff member does not see. */
export async function countTicketsElsewhere(db: Reading, staff: StaffActor, unitId: number): Promise<number> {
	const seen = ticketsVisibleTo(db, staff, (part) => part.where('unit_id', '=', unitId)).select('t.number');
	const { count } = await db
		.selectFrom('ticket')
		.select(sql<number>`count(*) - (select count(*) from (${seen}) as s)`.as('count'))
		.where('unit_id', '=', unitId)
		.executeTakeFirstOrThrow();
	return count;
}
