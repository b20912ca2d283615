import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { StaffActor } from '../identity/actor.ts';
import { findTicket } from '../tickets/finding.ts';
import type { SubscriptionPolicy } from '../units/product.ts';
import { bareSerial, type UnitKind } from '../units/unit.ts';
import { accessoriesIn, rmasVisibleTo } from './finding.ts';
import type { ProposedDestination, ProposedUnit, UnderWay } from './proposal.ts';

/** How many units stand in sight besides those that are chosen; the others are searched. */
export const proposedAtOnce = 25;

/** `search`: part of a serial number; `chosen`: units that stay in sight, whatever is searched; `locale`: of whoever reads. */
export type Looking = { search: string; chosen: number[]; locale: Locale };

/**
 * What may be authorised on a ticket (product.md R1): the units of its holder that no other has replaced, the ticket's own first, and
 * what of them is on its way already. `more`: further ones are found by searching. @throws Refusal `not-found`
 */
export async function proposeItems(
	db: Reading,
	technician: StaffActor,
	ticketNumber: number,
	{ search, chosen, locale }: Looking,
): Promise<{ units: ProposedUnit[]; more: boolean }> {
	const { holderId, unitId } = await findTicket(db, technician, ticketNumber);
	const kept = sql<boolean>`u.id = any(${[unitId ?? 0, ...chosen]}::bigint[])`;
	const bare = bareSerial(search);
	const all = unitsOf(db, holderId, locale);
	const [first, others] = await Promise.all([
		all
			.where(kept)
			.orderBy(sql`u.id <> ${unitId ?? 0}`)
			.orderBy('p.position')
			.orderBy('u.bare_serial')
			.execute(),
		all
			.where(sql<boolean>`not ${kept}`)
			.where('u.bare_serial', 'like', `%${bare}%`)
			.orderBy('p.position')
			.orderBy('u.bare_serial')
			.limit(proposedAtOnce + 1)
			.execute(),
	]);
	const rows = [...first, ...others.slice(0, proposedAtOnce)];
	const ways = await listWays(
		db,
		technician,
		rows.map(({ id }) => id),
	);
	const units = rows.map((row) => proposed(row, unitId, ways));
	return { units, more: others.length > proposedAtOnce };
}

/** Every branch as a place to which parcels go, the one that takes the rest first. */
export async function listDestinations(db: Reading): Promise<ProposedDestination[]> {
	const rows = await db
		.selectFrom('branch')
		.select(['id', 'slug', 'legal_name as name', 'shipping_address as address'])
		.select('shipping_instructions as instructions')
		.orderBy('serves_the_rest', 'desc')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({ ...row, instructions: row.instructions as ProposedDestination['instructions'] }));
}

function unitsOf(db: Reading, holderId: number, locale: Locale) {
	return db
		.selectFrom('unit as u')
		.innerJoin('product as p', 'p.slug', 'u.product')
		.select(['u.id', 'p.name as productName', 'u.serial', 'u.kind', 'u.created_at as since'])
		.select(['u.subscription_until as subscriptionUntil', 'p.subscription_policy as subscriptionPolicy'])
		.select(accessoriesIn(locale).as('accessories'))
		.where('u.customer_id', '=', holderId)
		.where('u.replaced_by', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof unitsOf>['execute']>>[number];

/** By `unit` or `unit/accessory`: the RMAs on which units, and what belongs to them, are on their way. */
async function listWays(db: Reading, technician: StaffActor, unitIds: number[]): Promise<Map<string, UnderWay>> {
	const open = rmasVisibleTo(db, technician).select('r.number').as('open');
	const rows = await db
		.selectFrom('rma_item as i')
		.leftJoin(open, 'open.number', 'i.rma_number')
		.select(['i.unit_id as unitId', 'i.accessory', 'i.rma_number as number'])
		.select(sql<boolean>`open.number is not null`.as('mayOpen'))
		.where(sql<boolean>`i.unit_id = any(${unitIds}::bigint[])`)
		.where('i.active', '=', true)
		.execute();
	return new Map(
		rows.map(({ unitId, accessory, ...way }) => [accessory === null ? `${unitId}` : `${unitId}/${accessory}`, way]),
	);
}

function proposed(row: Row, ofTicket: number | null, ways: Map<string, UnderWay>): ProposedUnit {
	return {
		...row,
		kind: row.kind as UnitKind | null,
		subscriptionPolicy: row.subscriptionPolicy as SubscriptionPolicy,
		isOfTicket: row.id === ofTicket,
		underWay: ways.get(`${row.id}`) ?? null,
		accessories: row.accessories.map(({ slug, name }) => ({
			slug,
			name,
			underWay: ways.get(`${row.id}/${slug}`) ?? null,
		})),
	};
}
