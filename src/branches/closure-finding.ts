import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Closure, ClosureKind } from './closure.ts';

// What lies further back changes nobody's waiting time any more.
const rememberedDays = 400;

/** Closures that stand, from the past year on and everything ahead, by their beginning. */
export async function listClosures(db: Reading): Promise<Closure[]> {
	const rows = await db
		.selectFrom('closure')
		.select(['id', 'kind', 'branch_id as branchId', 'starts_at as startsAt', 'ends_at as endsAt', 'version'])
		.select(['no_new_tickets as noNewTickets', 'no_messages as noMessages', 'portal_off as portalOff'])
		.where('cancelled_at', 'is', null)
		.where('ends_at', '>', sql<Date>`now() - make_interval(days => ${sql.lit(rememberedDays)})`)
		.orderBy('starts_at')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({ ...row, kind: row.kind as ClosureKind }));
}
