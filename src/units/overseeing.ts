import { sql } from 'kysely';
import type { Facts } from '../audit/entry.ts';
import { isSeenBy } from '../customers/overseeing.ts';
import type { Reading } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { bareSerial, type Grants, type UnitKind } from './unit.ts';

/** A unit as staff see it. */
export type OverseenUnit = {
	id: number;
	product: string;
	productName: string;
	serial: string;
	kind: UnitKind | null;
	ownerCode: string;
	ownerCompany: string;
	masterCode: string | null;
	masterCompany: string | null;
	/** Whether the Master's own page is open to whoever looks. */
	masterIsSeen: boolean;
	username: string;
	/** 'YYYY-MM-DD' */
	subscriptionUntil: string | null;
	softwareVersion: string;
	newestVersion: string;
	since: Date;
	grants: Grants | null;
};

/** The units whom this staff member may see, through their owners: the only way to a unit at the desk. */
export function unitsVisibleTo(db: Reading, staff: StaffActor) {
	return db
		.selectFrom('unit as u')
		.innerJoin('customer as c', 'c.id', 'u.customer_id')
		.where(isSeenBy(staff, sql.ref('c')));
}

/** Units with this serial number, with or without separators: more than one when products share it. */
export async function findOverseenUnits(db: Reading, staff: StaffActor, serial: string): Promise<OverseenUnit[]> {
	const bare = bareSerial(serial.slice(0, 200));
	if (!bare) return [];
	return overseen(db, staff).where('u.bare_serial', '=', bare).orderBy('p.position').$castTo<OverseenUnit>().execute();
}

/**
 * The units of a customer who was found as this staff member, and those of others of which he is the Master; what was replaced is found
 * by its serial number alone.
 */
export async function listUnitsOf(
	db: Reading,
	staff: StaffActor,
	customerId: number,
): Promise<{ own: OverseenUnit[]; asMaster: OverseenUnit[] }> {
	const inOrder = overseen(db, staff)
		.where('u.replaced_by', 'is', null)
		.orderBy('p.position')
		.orderBy('u.bare_serial')
		.limit(200)
		.$castTo<OverseenUnit>();
	const [own, asMaster] = await Promise.all([
		inOrder.where('u.customer_id', '=', customerId).execute(),
		inOrder.where('u.master_id', '=', customerId).execute(),
	]);
	return { own, asMaster };
}

/** What of a unit a form may change; its stamp says what the form showed. */
export function changeableFacts(unit: OverseenUnit): Facts {
	const { kind, username, subscriptionUntil, softwareVersion } = unit;
	return { kind, username, subscriptionUntil, softwareVersion };
}

/** Whose a unit is and whose Slave: what a transfer or a binding changes. */
export function belonging({ ownerCode, masterCode }: Pick<OverseenUnit, 'ownerCode' | 'masterCode'>): Facts {
	return { owner: ownerCode, master: masterCode };
}

/** Products that have serial numbers, to choose from. */
export async function listProductChoices(db: Reading): Promise<{ slug: string; name: string }[]> {
	return db
		.selectFrom('product')
		.select(['slug', 'name'])
		.where('has_serials', '=', true)
		.orderBy('position')
		.execute();
}

function overseen(db: Reading, staff: StaffActor) {
	return unitsVisibleTo(db, staff)
		.innerJoin('product as p', 'p.slug', 'u.product')
		.leftJoin('customer as m', 'm.id', 'u.master_id')
		.leftJoin('delegation as d', (join) =>
			join.onRef('d.unit_id', '=', 'u.id').onRef('d.master_id', '=', 'u.master_id'),
		)
		.select([
			'u.id',
			'u.product',
			'p.name as productName',
			'u.serial',
			'u.kind',
			'u.username',
			'u.created_at as since',
		])
		.select([
			'c.code as ownerCode',
			'c.company as ownerCompany',
			'm.code as masterCode',
			'm.company as masterCompany',
		])
		.select(['u.subscription_until as subscriptionUntil', 'u.software_version as softwareVersion'])
		.select('p.newest_version as newestVersion')
		.select(sql<boolean>`m.id is not null and ${isSeenBy(staff, sql.ref('m'))}`.as('masterIsSeen'))
		.select(
			sql<Grants | null>`case when d.unit_id is not null then
				json_build_object('mayView', d.may_view, 'mayReply', d.may_reply, 'mayClose', d.may_close)
			end`.as('grants'),
		);
}
