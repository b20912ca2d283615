import type { Reading } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { rmasVisibleTo } from './finding.ts';

/** The units that this customer sends himself or has sent, each with the RMA that it is on; asked by product and serial number. */
export async function listUnderWay(
	db: Reading,
	customer: CustomerActor,
): Promise<(unit: { product: string; serial: string }) => number | null> {
	const rows = await rmasVisibleTo(db, customer)
		.innerJoin('rma_item as i', 'i.rma_number', 'r.number')
		.innerJoin('unit as u', 'u.id', 'i.unit_id')
		.select(['r.number', 'u.product', 'u.serial'])
		.where('i.active', '=', true)
		.where('i.accessory', 'is', null)
		.execute();
	const numbers = new Map(rows.map(({ number, product, serial }) => [`${product} ${serial}`, number]));
	return ({ product, serial }) => numbers.get(`${product} ${serial}`) ?? null;
}
