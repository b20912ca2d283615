import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import { recordUnitEvent } from './history.ts';
import { bareSerial, type UnitKind } from './unit.ts';

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

/**
 * Registers a unit for its customer and answers its id. A serial number that was released is claimed by it: nobody else registers
 * it afterwards.
 * @throws Refusal `serial-taken`, `form-invalid` (`serial`, `product`), `not-a-slave` (which has no Master, nor is one's own)
 */
export async function registerUnit(trx: Writing, unit: NewUnit, by: By, now: Date): Promise<number> {
	const { product, serial, customerId, kind, masterId = null, username = '', softwareVersion = '' } = unit;
	const { subscriptionUntil = null } = unit;
	if (!isSerial(serial)) throw new Refusal('form-invalid', { field: 'serial' });
	if (masterId && (kind !== 'slave' || masterId === customerId)) throw new Refusal('not-a-slave');
	await mustHaveSerials(trx, product);
	const made = await trx
		.insertInto('unit')
		.values({
			product,
			serial,
			customer_id: customerId,
			kind,
			master_id: masterId,
			username,
			subscription_until: subscriptionUntil,
			software_version: softwareVersion,
			created_at: now,
		})
		.onConflict((conflict) => conflict.constraint('unit_serial_is_taken').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!made) throw new Refusal('serial-taken');
	await markClaimed(trx, unit, now);
	await tell(trx, made.id, unit, by, now);
	return made.id;
}

/** Services have no units. @throws Refusal `form-invalid` (`product`) */
export async function mustHaveSerials(db: Reading, product: string): Promise<void> {
	const found = await db
		.selectFrom('product')
		.select('slug')
		.where('slug', '=', product)
		.where('has_serials', '=', true)
		.executeTakeFirst();
	if (!found) throw new Refusal('form-invalid', { field: 'product' });
}

/** Whether this can be the serial number of a unit: letters and digits with separators, at most 64. */
export function isSerial(serial: string): boolean {
	return serial.length <= 64 && bareSerial(serial) !== '' && /^[0-9A-Za-z][0-9A-Za-z ./_-]*$/.test(serial);
}

async function markClaimed(trx: Writing, { product, serial, customerId }: NewUnit, now: Date): Promise<void> {
	await trx
		.updateTable('released_serial')
		.set({ claimed_by: customerId, claimed_at: sql`coalesce(claimed_at, ${now})` })
		.where('product', '=', product)
		.where('bare_serial', '=', bareSerial(serial))
		.execute();
}

async function tell(trx: Writing, id: number, unit: NewUnit, by: By, now: Date): Promise<void> {
	const codes = await trx
		.selectFrom('customer as c')
		.leftJoin('customer as m', (join) => join.on('m.id', '=', unit.masterId ?? 0))
		.select(['c.code as customer', 'm.code as master'])
		.where('c.id', '=', unit.customerId)
		.executeTakeFirstOrThrow();
	const details = { to: codes.customer, master: codes.master };
	await recordUnitEvent(trx, { unitId: id, kind: 'registered', accountId: by.accountId, details }, now);
	const { product, serial, kind, subscriptionUntil = null } = unit;
	await record(trx, by, {
		action: 'unit-registered',
		subject: `unit:${product}/${serial}`,
		after: { ...codes, kind, subscriptionUntil },
	});
}
