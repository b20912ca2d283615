import { sql, type RawBuilder } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { isLocale, type Locale } from '../identity/account.ts';
import { seesAllBranches, type Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { addressOf, type Carrier } from './carrier.ts';
import { emptyItem, emptyParcel, type Form, type ItemForm, type ParcelForm } from './form.ts';
import type { Arrival, Destination, Rma, RmaState, ShownItem } from './rma.ts';

/**
 * The RMAs that this actor may see: the only way to one, for page, form, list and paper. A customer sees what he was authorised to send
 * himself, and nobody else's, his Master's and Slave's neither: the form holds his address. Staff see what comes to their branches.
 */
export function rmasVisibleTo(db: Reading, actor: Actor) {
	const all = db.selectFrom('rma as r');
	if (actor.kind === 'customer') return all.where('r.customer_id', '=', actor.id);
	if (seesAllBranches(actor)) return all;
	return all.where(sql<boolean>`r.branch_id = any(${actor.branchIds}::bigint[])`);
}

/** @throws Refusal `not-found`, the same for missing and for somebody else's */
export async function findRma(db: Reading, actor: Actor, number: number): Promise<Rma> {
	const row = await rmasVisibleTo(db, actor)
		.innerJoin('customer as c', 'c.id', 'r.customer_id')
		.innerJoin('account as a', 'a.id', 'r.customer_id')
		.select(['r.number', 'r.ticket_number as ticketNumber', 'r.customer_id as customerId', 'c.code as customerCode'])
		.select(['c.company', 'a.locale', 'r.branch_id as branchId', 'r.state', 'r.state_since as stateSince'])
		.select(['r.in_warranty as inWarranty', 'r.instructions', 'r.authorised_at as authorisedAt'])
		.select(['r.expires_at as expiresAt', 'r.completed_at as completedAt', 'r.carrier', 'r.tracking', 'r.version'])
		.select(['r.return_carrier as returnCarrier', 'r.return_tracking as returnTracking'])
		.where('r.number', '=', number)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, state: row.state as RmaState, locale: isLocale(row.locale) ? row.locale : 'en' };
}

export type LockedRma = {
	number: number;
	ticketNumber: number;
	customerId: number;
	branchId: number;
	state: RmaState;
	inWarranty: boolean;
	expiresAt: Date;
	version: number;
};

/** The same lookup, locked until the transaction ends: whoever changes one goes through here. @throws Refusal `not-found` */
export async function lockRma(trx: Writing, actor: Actor, number: number): Promise<LockedRma> {
	const row = await rmasVisibleTo(trx, actor)
		.select(['r.number', 'r.ticket_number as ticketNumber', 'r.customer_id as customerId', 'r.branch_id as branchId'])
		.select(['r.state', 'r.in_warranty as inWarranty', 'r.expires_at as expiresAt', 'r.version'])
		.where('r.number', '=', number)
		.forUpdate('r')
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, state: row.state as RmaState };
}

/** What travels under an RMA that the caller has found as himself, with the accessories' names in one language. */
export async function listItems(db: Reading, { number }: Pick<Rma, 'number'>, locale: Locale): Promise<ShownItem[]> {
	return db
		.selectFrom('rma_item as i')
		.innerJoin('unit as u', 'u.id', 'i.unit_id')
		.innerJoin('product as p', 'p.slug', 'u.product')
		.select(['i.nth', 'i.unit_id as unitId', 'i.accessory', 'u.product', 'p.name as productName', 'u.serial'])
		.select(accessoriesIn(locale, sql`coalesce(i.accessories, p.accessories)`).as('accessories'))
		.where('i.rma_number', '=', number)
		.orderBy('i.nth')
		.execute();
}

/** A list of accessories in its order and one language; that of a product `p` where no other is given. */
export function accessoriesIn(locale: Locale, list: RawBuilder<unknown> = sql`p.accessories`) {
	return sql<ShownItem['accessories']>`(
		select coalesce(json_agg(json_build_object(
			'slug', a.value ->> 'slug', 'name', ${nameIn(locale, sql`a.value`)}, 'picture', a.value ->> 'picture'
		) order by a.ordinality), '[]')
		from jsonb_array_elements(${list}) with ordinality as a
	)`;
}

/** Of an item `i`: the name of the accessory that travels alone, in one language; null of a unit. */
export function aloneIn(locale: Locale): RawBuilder<string | null> {
	return sql`case when i.accessory is not null then ${nameIn(locale, sql`i.accessories -> 0`)} end`;
}

function nameIn(locale: Locale, accessory: RawBuilder<unknown>) {
	return sql<string>`coalesce(${accessory} -> 'names' ->> ${locale}, ${accessory} -> 'names' ->> 'en')`;
}

/** What the customer has written so far, or completed. */
export async function readForm(db: Reading, { number }: Pick<Rma, 'number'>): Promise<Form> {
	const parcel = await db.selectFrom('rma').select('form').where('number', '=', number).executeTakeFirstOrThrow();
	const items = await db.selectFrom('rma_item').select(['nth', 'form']).where('rma_number', '=', number).execute();
	return {
		parcel: { ...emptyParcel, ...(parcel.form as Partial<ParcelForm>) },
		items: new Map(items.map(({ nth, form }) => [nth, { ...emptyItem, ...(form as Partial<ItemForm>) }])),
	};
}

/** What the receiving desk found, item by item; nothing before. */
export async function readArrivals(db: Reading, { number }: Pick<Rma, 'number'>): Promise<Map<number, Arrival>> {
	const rows = await db
		.selectFrom('rma_item')
		.select(['nth', 'arrival'])
		.where('rma_number', '=', number)
		.where('arrival', 'is not', null)
		.orderBy('nth')
		.execute();
	return new Map(rows.map(({ nth, arrival }) => [nth, arrival as Arrival]));
}

/** Where the parcel of an RMA goes. */
export async function findDestination(db: Reading, { branchId }: Pick<Rma, 'branchId'>): Promise<Destination> {
	return db
		.selectFrom('branch')
		.select(['legal_name as legalName', 'shipping_address as address', 'country', 'phone'])
		.where('id', '=', branchId)
		.executeTakeFirstOrThrow();
}

/** Where a parcel of this carrier is followed; null where nobody knows. */
export async function findTrackingUrl(db: Reading, carrier: string, tracking: string): Promise<string | null> {
	if (!tracking) return null;
	const row = await db
		.selectFrom('carrier')
		.select('tracking_url as url')
		.where(sql<boolean>`lower(name) = lower(${carrier.trim()})`)
		.where('tracking_url', '<>', '')
		.executeTakeFirst();
	return row ? addressOf(row.url, tracking) : null;
}

/** The carriers in the order in which they are proposed. */
export function listCarriers(db: Reading): Promise<Carrier[]> {
	return db
		.selectFrom('carrier')
		.select(['id', 'name', 'tracking_url as trackingUrl'])
		.orderBy('position')
		.orderBy('name')
		.execute();
}
