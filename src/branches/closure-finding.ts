import { sql, type Expression } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Closure, ClosureKind } from './closure.ts';

// What lies further back changes nobody's waiting time any more.
const rememberedDays = 400;

/** Closures that stand, from the past year on and everything ahead, by their beginning. */
export function listClosures(db: Reading): Promise<Closure[]> {
	return closuresEndingAfter(db, sql<Date>`now() - make_interval(days => ${sql.lit(rememberedDays)})`);
}

/** Closures that stood at some time since, and everything ahead: for whoever counts the days of the past. */
export function listClosuresSince(db: Reading, since: Date): Promise<Closure[]> {
	return closuresEndingAfter(db, sql<Date>`${since}::timestamptz`);
}

async function closuresEndingAfter(db: Reading, moment: Expression<Date>): Promise<Closure[]> {
	const rows = await db
		.selectFrom('closure')
		.select(['id', 'kind', 'branch_id as branchId', 'starts_at as startsAt', 'ends_at as endsAt', 'version'])
		.select(['no_new_tickets as noNewTickets', 'no_messages as noMessages', 'portal_off as portalOff'])
		.where('cancelled_at', 'is', null)
		.where('ends_at', '>', moment)
		.orderBy('starts_at')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({ ...row, kind: row.kind as ClosureKind }));
}
