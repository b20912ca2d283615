import type { Reading } from '../database/connection.ts';
import type { HolidaysMissing } from './holiday.ts';

/** The public holidays of a branch in a year that stand accepted: the closure of each, by its day ('2026-12-25'). */
export async function acceptedHolidays(db: Reading, branchId: number, year: number): Promise<Map<string, number>> {
	const rows = await acceptedIn(db, year).select(['k.id', 'k.holiday']).where('k.branch_id', '=', branchId).execute();
	return new Map(rows.map(({ id, holiday }) => [holiday ?? '', id]));
}

// Who looks at the calendar in autumn still tells his customers in time for New Year's Day.
const expectedFromMonth = 10;

/** From October on, the branches for which no public holiday of the next year is accepted; null when there is none. */
export async function holidaysMissing(db: Reading, now: Date): Promise<HolidaysMissing | null> {
	const year = now.getUTCFullYear() + 1;
	if (now.getUTCMonth() + 1 < expectedFromMonth) return null;
	const branches = await db
		.selectFrom('branch as b')
		.select(['b.slug', 'b.legal_name as legalName'])
		.where('b.id', 'not in', acceptedIn(db, year).select('k.branch_id').$narrowType<{ branch_id: number }>())
		.orderBy('b.serves_the_rest', 'desc')
		.orderBy('b.id')
		.execute();
	return branches.length > 0 ? { year, branches } : null;
}

function acceptedIn(db: Reading, year: number) {
	return db
		.selectFrom('closure as k')
		.where('k.cancelled_at', 'is', null)
		.where('k.holiday', '>=', `${year}-01-01`)
		.where('k.holiday', '<=', `${year}-12-31`);
}
