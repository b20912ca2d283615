import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { decodeCursor, encodeCursor, type Cursor } from '../database/paging.ts';
import type { StaffActor } from '../identity/actor.ts';
import { ticketsVisibleTo } from './finding.ts';
import type { QueueRow, Status } from './ticket.ts';

const queueLength = 25;
const mostInHand = 100;

// Statuses and limits are written into the text: PostgreSQL plans a statement once for all values, and uses a partial index
// or stops after a page only when it sees them then.

/**
 * The tickets that wait to be taken, in handling order: by the time each last became New (product.md M8), a page of them, and
 * the cursor of the next page.
 */
export async function readQueue(
	db: Reading,
	staff: StaffActor,
	after: Cursor | null = null,
): Promise<{ rows: QueueRow[]; next: string | null }> {
	const behind = sql<boolean>`(queued_at, number) > (timestamptz 'epoch' + ${after?.value}::bigint * interval '1 microsecond', ${after?.key}::bigint)`;
	const waiting = ticketsVisibleTo(db, staff, (part) =>
		part
			.where('status', '=', sql.lit('new'))
			.$if(after !== null, (query) => query.where(behind))
			.orderBy('queued_at')
			.orderBy('number')
			.limit(sql.lit(queueLength + 1)),
	);
	const found = await rows(waiting)
		.select('t.queued_at as queuedAt')
		.select(sql<string>`(extract(epoch from t.queued_at) * 1000000)::bigint::text`.as('place'))
		.orderBy('t.queued_at')
		.orderBy('t.number')
		.limit(sql.lit(queueLength + 1))
		.execute();
	const last = found[queueLength - 1];
	const next = found.length > queueLength && last ? encodeCursor({ value: last.place, key: last.number }) : null;
	return { rows: asQueue(found.slice(0, queueLength).map(({ place: _, ...row }) => row)), next };
}

/** A place in the queue as it stands in an address; one that was tampered with is the beginning. */
export function queuePlace(text: string): Cursor | null {
	const cursor = decodeCursor(text);
	return cursor && /^\d{1,18}$/.test(cursor.value) ? cursor : null;
}

/** What the technician has in hand: first where the customer waits for him, then where he waits for the customer. */
export async function readInHand(db: Reading, staff: StaffActor): Promise<QueueRow[]> {
	const inHand = ticketsVisibleTo(db, staff, (part) =>
		part
			.where('status', '=', sql.lit('in_process'))
			.where('technician_id', '=', staff.id)
			.orderBy('answer_awaited')
			.orderBy('queued_at')
			.orderBy('number')
			.limit(sql.lit(mostInHand)),
	);
	const inOrder = rows(inHand)
		.select(lastWord.as('queuedAt'))
		.orderBy('t.answer_awaited')
		.orderBy('t.queued_at')
		.orderBy('t.number');
	return asQueue(await inOrder.limit(sql.lit(mostInHand)).execute());
}

/** How many wait and how many the technician has in hand; counted up to a thousand, which is "many" on the page. */
export async function countQueue(db: Reading, staff: StaffActor): Promise<{ waiting: number; inHand: number }> {
	const waiting = ticketsVisibleTo(db, staff)
		.select('t.number')
		.where('t.status', '=', sql.lit('new'))
		.limit(sql.lit(1000));
	const inHand = ticketsVisibleTo(db, staff)
		.select('t.number')
		.where('t.status', '=', sql.lit('in_process'))
		.where('t.technician_id', '=', staff.id)
		.limit(sql.lit(1000));
	return db
		.selectNoFrom([
			sql<number>`(select count(*)::int from (${waiting}) as w)`.as('waiting'),
			sql<number>`(select count(*)::int from (${inHand}) as h)`.as('inHand'),
		])
		.executeTakeFirstOrThrow();
}

// Subqueries, not joins: PostgreSQL asks them after the order and the limit, for the rows that are shown alone.

// In hand, what waits is the last message of whoever waits; an imported ticket may have none.
const lastWord = sql<Date>`coalesce((select max(created_at) from message where ticket_number = t.number and kind = case when t.answer_awaited then 'support' else 'customer' end), t.queued_at)`;

function rows(tickets: ReturnType<typeof ticketsVisibleTo>) {
	return tickets
		.select(['t.number', 't.branch_id as branchId', 't.status', 't.answer_awaited as answerAwaited'])
		.select(['t.subject', 't.make', 't.model'])
		.select(sql<string>`(select name from product where slug = t.product)`.as('productName'))
		.select(sql<string | null>`(select serial from unit where id = t.unit_id)`.as('serial'))
		.select(sql<string>`(select code from customer where id = t.opener_id)`.as('customerCode'))
		.select(sql<string>`(select company from customer where id = t.opener_id)`.as('company'));
}

function asQueue(found: (Omit<QueueRow, 'status'> & { status: string })[]): QueueRow[] {
	return found.map((row) => ({ ...row, status: row.status as Status }));
}
