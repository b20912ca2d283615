import { sql } from 'kysely';
import { calendarOf } from '../branches/calendars.ts';
import { listClosuresSince } from '../branches/closure-finding.ts';
import { listBranches } from '../branches/finding.ts';
import type { Reading } from '../database/connection.ts';

/** When the working days of a branch begin, in order. */
export type WorkingDays = { branchId: number; days: Date[] };

/**
 * The working days of every branch from the first parcel that was received until the last that was shipped back, by its hours as they are
 * today and its closures as they were. Nothing where none was.
 */
export async function listWorkingDays(db: Reading): Promise<WorkingDays[]> {
	const { rows } = await sql<{ from: Date | null; to: Date | null }>`
		select (select min(at) from rma_step where step = 'receive') as from, (select max(at) from rma_step where step = 'ship') as to
	`.execute(db);
	const { from, to } = rows[0] ?? {};
	if (!from || !to) return [];
	const [branches, closures] = await Promise.all([listBranches(db), listClosuresSince(db, from)]);
	return branches.map((branch) => ({
		branchId: branch.id,
		days: calendarOf(branch, closures).workingDays(from, to),
	}));
}
