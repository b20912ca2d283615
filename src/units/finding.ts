import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import type { Locale } from '../identity/account.ts';
import type { Product, SubscriptionPolicy, VehicleField } from './product.ts';
import { holds, mostUnits } from './searching.ts';
import { bareSerial, type Unit, type UnitKind } from './unit.ts';

/** The catalogue, in its order, with taglines in one language. */
export async function listProducts(db: Reading, locale: Locale): Promise<Product[]> {
	return (await products(db, locale).orderBy('p.position').execute()).map(toProduct);
}

/** A product by its slug, or nothing. */
export async function findProduct(db: Reading, slug: string, locale: Locale): Promise<Product | undefined> {
	// An address can carry NUL, which PostgreSQL does not take as text.
	if (slug.includes('\0')) return undefined;
	const row = await products(db, locale).where('p.slug', '=', slug).executeTakeFirst();
	return row && toProduct(row);
}

/** The units of a product that a customer opens tickets for: his own first, then his Slaves' (product.md P3); with `find` those that it names. */
export async function listUnits(
	db: Reading,
	customer: CustomerActor,
	product: string,
	find = '',
): Promise<{ units: Unit[]; more: boolean }> {
	const rows = await unitsUsableBy(db, customer)
		.where('u.product', '=', product)
		.orderBy(sql`u.customer_id <> ${customer.id}`)
		.$if(find !== '', (units) => units.where(holds(find, 'h.company_folded')))
		.orderBy('u.bare_serial')
		.limit(sql.lit(mostUnits + 1))
		.execute();
	return { units: rows.slice(0, mostUnits).map(toUnit), more: rows.length > mostUnits };
}

/** One of those units by product and serial number, with or without separators; what is not his does not exist. */
export async function findUnit(
	db: Reading,
	customer: CustomerActor,
	product: string,
	serial: string,
): Promise<Unit | undefined> {
	const row = await unitsUsableBy(db, customer)
		.where('u.product', '=', product)
		.where('u.bare_serial', '=', bareSerial(serial))
		.executeTakeFirst();
	return row && toUnit(row);
}

/** A unit that is this customer's own, also one that was replaced; what is not his does not exist. */
export async function findOwnUnit(
	db: Reading,
	customer: CustomerActor,
	product: string,
	serial: string,
): Promise<Unit | undefined> {
	// An address can carry NUL, which PostgreSQL does not take as text.
	if (product.includes('\0')) return undefined;
	const row = await unitRows(db)
		.where('u.customer_id', '=', customer.id)
		.where('u.product', '=', product)
		.where('u.bare_serial', '=', bareSerial(serial))
		.executeTakeFirst();
	return row && toUnit(row);
}

/** One of those that he opens tickets for, and until the transaction ends nobody changes whose it is: for what is about to be recorded about it. */
export async function holdUnit(
	trx: Writing,
	customer: CustomerActor,
	product: string,
	serial: string,
): Promise<Unit | undefined> {
	const row = await unitsUsableBy(trx, customer)
		.where('u.product', '=', product)
		.where('u.bare_serial', '=', bareSerial(serial))
		.forShare('u')
		.executeTakeFirst();
	return row && toUnit(row);
}

/** A unit by its id, for staff who came to it through a ticket that they may see. */
export async function findUnitById(db: Reading, id: number): Promise<Unit | undefined> {
	const row = await unitRows(db).where('u.id', '=', id).executeTakeFirst();
	return row && toUnit(row);
}

/** Where a customer finds his code, per product, in one language. */
export async function listHelp(db: Reading, locale: Locale): Promise<{ product: string; text: string }[]> {
	return db
		.selectFrom('product as p')
		.select(['p.name as product', sql<string>`coalesce(p.help ->> ${locale}, p.help ->> 'en')`.as('text')])
		.where('p.help', '<>', sql<string>`'{}'::jsonb`)
		.orderBy('p.position')
		.execute();
}

function unitsUsableBy(db: Reading, customer: CustomerActor) {
	return unitRows(db)
		.where('u.replaced_by', 'is', null)
		.where((where) => where.or([where('u.customer_id', '=', customer.id), where('u.master_id', '=', customer.id)]));
}

function unitRows(db: Reading) {
	const masterSerial = sql<string | null>`(
		select mu.serial from unit as mu
		where mu.customer_id = u.master_id and mu.product = u.product and mu.kind = 'master' and mu.replaced_by is null
		order by mu.id limit 1
	)`;
	return db
		.selectFrom('unit as u')
		.innerJoin('product as p', 'p.slug', 'u.product')
		.innerJoin('customer as h', 'h.id', 'u.customer_id')
		.leftJoin('customer as m', 'm.id', 'u.master_id')
		.select(['u.id', 'u.product', 'p.name as productName', 'u.serial', 'u.kind', 'u.username', 'h.email'])
		.select(['h.id as holderId', 'h.code as holderCode', 'h.company as holderCompany', 'm.company as masterCompany'])
		.select([
			'u.subscription_until as subscriptionUntil',
			'p.subscription_policy as subscriptionPolicy',
			'u.software_version as softwareVersion',
			'p.newest_version as newestVersion',
		])
		.select(masterSerial.as('masterSerial'));
}

function toUnit<Row extends { kind: string | null; subscriptionPolicy: string }>(row: Row) {
	return {
		...row,
		kind: row.kind as UnitKind | null,
		subscriptionPolicy: row.subscriptionPolicy as SubscriptionPolicy,
	};
}

function products(db: Reading, locale: Locale) {
	return db
		.selectFrom('product as p')
		.select([
			'p.slug',
			'p.name',
			'p.newest_version as newestVersion',
			'p.has_serials as hasSerials',
			'p.fields',
			'p.slots',
		])
		.select(sql<string>`coalesce(p.taglines ->> ${locale}, p.taglines ->> 'en', '')`.as('tagline'));
}

function toProduct<Row extends { fields: string[] }>(row: Row) {
	return { ...row, fields: row.fields as VehicleField[] };
}
