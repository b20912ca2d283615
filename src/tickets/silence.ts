import { sql } from 'kysely';
import type { WorkingCalendar } from '../branches/calendar.ts';
import { closureStopping, type Closure } from '../branches/closure.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { setClosed } from './closing.ts';
import { record } from './recording.ts';

/** What decides about silence besides the ticket: each branch's calendar, by its id, and the closures that stand. */
export type Working = { calendars: Map<number, WorkingCalendar>; closures: Closure[] };

/**
 * Reminds customers who have not answered support for some working days of the ticket's branch, once per answer, and closes their
 * tickets when they stay silent (product.md M5). Nothing happens while a closure keeps them from writing, nor while something travels under
 * the ticket's RMA: then a parcel is the answer. Each ticket is looked at again
 * under its lock: who replies at the same moment is not closed.
 */
export async function remindAndCloseSilent(db: Reading, working: Working, now: Date): Promise<void> {
	for (const ticket of await listSilent(db)) {
		if (stepFor(ticket, working, now)) await db.transaction().execute((trx) => settle(trx, ticket, working, now));
	}
}

type Silent = {
	number: number;
	branchId: number;
	servedBy: number | null;
	answeredAt: Date;
	/** About this answer; null: not yet. */
	remindedAt: Date | null;
	reminderDays: number;
	closingDays: number;
};

function listSilent(db: Reading, number?: number): Promise<Silent[]> {
	const answeredAt = sql<Date>`(select max(created_at) from message where ticket_number = t.number and kind = 'support')`;
	const remindedAt = sql<Date | null>`(select max(at) from ticket_event where ticket_number = t.number and kind = 'reminded')`;
	const underWay = db
		.selectFrom('rma as r')
		.select('r.number')
		.whereRef('r.ticket_number', '=', sql.ref('t.number'))
		.where(sql<boolean>`rma_is_under_way(r.state)`);
	return db
		.selectFrom((from) =>
			from
				.selectFrom('ticket as t')
				.select(['t.number', 't.branch_id as branchId', 't.opener_id as openerId'])
				.select([answeredAt.as('answeredAt'), remindedAt.as('lastReminder')])
				.where('t.answer_awaited', '=', sql.lit(true))
				.where(({ not, exists }) => not(exists(underWay)))
				.$if(number !== undefined, (query) => query.where('t.number', '=', number ?? 0))
				.as('s'),
		)
		.innerJoin('person as p', 'p.id', 's.openerId')
		.innerJoin('maker', (join) => join.onTrue())
		.select(['s.number', 's.branchId', 's.answeredAt', 'p.served_by as servedBy'])
		.select(sql<Date | null>`case when s."lastReminder" >= s."answeredAt" then s."lastReminder" end`.as('remindedAt'))
		.select(['maker.reminded_after_days as reminderDays', 'maker.closed_after_days as closingDays'])
		.where('s.answeredAt', 'is not', null)
		.orderBy('s.number')
		.execute();
}

function stepFor(ticket: Silent, { calendars, closures }: Working, now: Date): 'remind' | 'close' | undefined {
	const calendar = calendars.get(ticket.branchId);
	const mayWrite = [ticket.branchId, ticket.servedBy].every(
		(branch) => !closureStopping(closures, branch, 'messages', now),
	);
	if (!calendar || !mayWrite) return undefined;
	const havePassed = (from: Date, days: number) => (calendar.afterDays(from, days) ?? Infinity) <= now;
	const { answeredAt, remindedAt, reminderDays, closingDays } = ticket;
	if (!remindedAt) return havePassed(answeredAt, reminderDays) ? 'remind' : undefined;
	// Who was reminded late, after a closure, has as many days to answer as anybody.
	return havePassed(answeredAt, closingDays) && havePassed(remindedAt, closingDays - reminderDays)
		? 'close'
		: undefined;
}

async function settle(trx: Writing, { number }: Silent, working: Working, now: Date): Promise<void> {
	await trx.selectFrom('ticket').select('number').where('number', '=', number).forUpdate().execute();
	const [ticket] = await listSilent(trx, number);
	const step = ticket && stepFor(ticket, working, now);
	if (step === 'remind') await record(trx, { ticket: { number }, kind: 'reminded', by: null, at: now });
	if (step === 'close') await closeSilent(trx, number, now);
}

async function closeSilent(trx: Writing, number: number, now: Date): Promise<void> {
	await setClosed(trx, number, now);
	const details = { silence: 'true' };
	await record(trx, {
		ticket: { number },
		kind: 'closed',
		by: null,
		at: now,
		details,
		letter: 'ticket-closed-silent',
	});
}
