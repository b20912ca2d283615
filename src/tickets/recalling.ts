import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { ticketsVisibleTo } from './finding.ts';
import type { Status } from './ticket.ts';

const mostRecalled = 10;

export type RecalledTicket = {
	number: number;
	status: Status;
	answerAwaited: boolean;
	subject: string;
	productName: string;
	serial: string | null;
	customerCode: string;
	openedAt: Date;
};

/** The latest tickets that a customer opened or that are about his units, of those the actor sees. */
export function recallTicketsOf(db: Reading, actor: Actor, customerId: number): Promise<RecalledTicket[]> {
	return recall(db, actor, sql<boolean>`(opener_id = ${customerId} or holder_id = ${customerId})`);
}

async function recall(db: Reading, actor: Actor, about: ReturnType<typeof sql<boolean>>): Promise<RecalledTicket[]> {
	const latest = sql.lit(mostRecalled);
	const rows = await ticketsVisibleTo(db, actor, (part) => part.where(about).orderBy('number', 'desc').limit(latest))
		.innerJoin('product as p', 'p.slug', 't.product')
		.innerJoin('customer as c', 'c.id', 't.opener_id')
		.leftJoin('unit as u', 'u.id', 't.unit_id')
		.select(['t.number', 't.status', 't.answer_awaited as answerAwaited', 't.subject', 't.opened_at as openedAt'])
		.select(['p.name as productName', 'u.serial', 'c.code as customerCode'])
		.orderBy('t.number', 'desc')
		.limit(latest)
		.execute();
	return rows.map((row) => ({ ...row, status: row.status as Status }));
}
