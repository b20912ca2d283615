import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { ticketsVisibleTo } from './finding.ts';
import type { Status } from './ticket.ts';

export const queueLength = 50;

export type QueueRow = {
	number: number;
	status: Status;
	answerAwaited: boolean;
	subject: string;
	productName: string;
	serial: string | null;
	customerCode: string;
	company: string;
	make: string;
	model: string;
	branchId: number;
	queuedAt: Date;
};

/** The tickets that wait to be taken, in handling order: by the time each last became New (product.md M8). */
export async function readQueue(db: Reading, staff: StaffActor): Promise<QueueRow[]> {
	return rows(db, staff)
		.where('t.status', '=', 'new')
		.orderBy('t.queued_at')
		.orderBy('t.number')
		.limit(queueLength)
		.execute()
		.then(asQueue);
}

/** What the technician has in hand: first where the customer waits for him, then where he waits for the customer. */
export async function readInHand(db: Reading, staff: StaffActor): Promise<QueueRow[]> {
	return rows(db, staff)
		.where('t.status', '=', 'in_process')
		.where('t.technician_id', '=', staff.id)
		.orderBy('t.answer_awaited')
		.orderBy('t.queued_at')
		.orderBy('t.number')
		.limit(queueLength)
		.execute()
		.then(asQueue);
}

/** How many wait and how many the technician has in hand; counted up to a thousand, which is "many" on the page. */
export async function countQueue(db: Reading, staff: StaffActor): Promise<{ waiting: number; inHand: number }> {
	const waiting = ticketsVisibleTo(db, staff).select('t.number').where('t.status', '=', 'new').limit(1000);
	const inHand = ticketsVisibleTo(db, staff)
		.select('t.number')
		.where('t.status', '=', 'in_process')
		.where('t.technician_id', '=', staff.id)
		.limit(1000);
	return db
		.selectNoFrom([
			sql<number>`(select count(*)::int from (${waiting}) as w)`.as('waiting'),
			sql<number>`(select count(*)::int from (${inHand}) as h)`.as('inHand'),
		])
		.executeTakeFirstOrThrow();
}

function rows(db: Reading, staff: StaffActor) {
	return ticketsVisibleTo(db, staff)
		.innerJoin('product as p', 'p.slug', 't.product')
		.innerJoin('customer as c', 'c.id', 't.opener_id')
		.leftJoin('unit as u', 'u.id', 't.unit_id')
		.select([
			't.number',
			't.status',
			't.answer_awaited as answerAwaited',
			't.subject',
			'p.name as productName',
			'u.serial',
		])
		.select([
			'c.code as customerCode',
			'c.company',
			't.make',
			't.model',
			't.branch_id as branchId',
			't.queued_at as queuedAt',
		]);
}

function asQueue(found: (Omit<QueueRow, 'status'> & { status: string })[]): QueueRow[] {
	return found.map((row) => ({ ...row, status: row.status as Status }));
}
