import type { Facts } from '../audit/entry.ts';
import type { Reading, Writing } from '../database/connection.ts';

export const unitEventKinds = [
	'registered',
	'changed',
	'bound',
	'released',
	'transferred',
	'delegated',
	'rma',
	'replaced',
] as const;
export type UnitEventKind = (typeof unitEventKinds)[number];

type NewUnitEvent = {
	unitId: number;
	kind: UnitEventKind;
	/** Who did it; null: the portal itself. */
	accountId: number | null;
	/** Customers by their codes: `master`, `from`, `to`. */
	details: Facts;
};

/** What happened to a unit, for staff: `by` is a company's or a staff member's name, '' for the portal itself. */
export type UnitEvent = { id: number; kind: UnitEventKind; at: Date; by: string; details: Facts };

/** Adds a line to the history of a unit, in the transaction that makes it; lines are never changed. */
export async function recordUnitEvent(trx: Writing, event: NewUnitEvent, now: Date): Promise<void> {
	await trx
		.insertInto('unit_event')
		.values({
			unit_id: event.unitId,
			kind: event.kind,
			account_id: event.accountId,
			details: JSON.stringify(event.details),
			at: now,
		})
		.execute();
}

/** The whole history of a unit, newest first, for staff who found the unit as themselves. */
export async function readUnitHistory(db: Reading, unitId: number): Promise<UnitEvent[]> {
	const rows = await db
		.selectFrom('unit_event as e')
		.leftJoin('person as p', 'p.id', 'e.account_id')
		.select(['e.id', 'e.kind', 'e.at', 'p.name as by', 'e.details'])
		.where('e.unit_id', '=', unitId)
		.orderBy('e.id', 'desc')
		.execute();
	return rows.map((row) => ({
		...row,
		kind: row.kind as UnitEventKind,
		by: row.by ?? '',
		details: row.details as Facts,
	}));
}
