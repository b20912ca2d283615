import type { Writing } from '../database/connection.ts';
import type { UnitKind } from './unit.ts';

export type NewUnit = {
	product: string;
	serial: string;
	customerId: number;
	kind: UnitKind | null;
	masterId?: number | null;
	username?: string;
	/** 'YYYY-MM-DD' */
	subscriptionUntil?: string | null;
	softwareVersion?: string;
};

/** Registers a unit for its customer; a serial number known already is refused by the database (`unit_serial_is_taken`). */
export async function registerUnit(trx: Writing, unit: NewUnit): Promise<number> {
	const { id } = await trx
		.insertInto('unit')
		.values({
			product: unit.product,
			serial: unit.serial,
			customer_id: unit.customerId,
			kind: unit.kind,
			master_id: unit.masterId ?? null,
			username: unit.username ?? '',
			subscription_until: unit.subscriptionUntil ?? null,
			software_version: unit.softwareVersion ?? '',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
