import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import type { SubscriptionPolicy } from './product.ts';
import { holds, mostUnits } from './searching.ts';
import type { Grants, Unit, UnitKind } from './unit.ts';

/** A unit on its customer's page: his own with its Master, or his Slave's with its owner; and what is granted on it. */
export type Holding = Pick<
	Unit,
	| 'product'
	| 'productName'
	| 'serial'
	| 'kind'
	| 'subscriptionUntil'
	| 'subscriptionPolicy'
	| 'softwareVersion'
	| 'newestVersion'
> & {
	/** The other side of the binding; null: the unit is bound to nobody. */
	partner: { code: string; company: string } | null;
	grants: Grants;
};

/** What belongs to this customer, and what is bound to him, in the order of the catalogue; with `find` those that it names. */
export async function listHoldings(
	db: Reading,
	customer: CustomerActor,
	find = '',
): Promise<{ own: Holding[]; ofSlaves: Holding[]; more: boolean }> {
	const [own, ofSlaves] = await Promise.all([
		holdings(db, 'u.master_id', find).where('u.customer_id', '=', customer.id).execute(),
		holdings(db, 'u.customer_id', find).where('u.master_id', '=', customer.id).execute(),
	]);
	const shown = (rows: Row[]) => rows.slice(0, mostUnits).map(toHolding);
	return { own: shown(own), ofSlaves: shown(ofSlaves), more: Math.max(own.length, ofSlaves.length) > mostUnits };
}

function holdings(db: Reading, partner: 'u.master_id' | 'u.customer_id', find: string) {
	return (
		db
			.selectFrom('unit as u')
			.innerJoin('product as p', 'p.slug', 'u.product')
			.leftJoin('customer as other', 'other.id', partner)
			.leftJoin('delegation as d', (join) =>
				join.onRef('d.unit_id', '=', 'u.id').onRef('d.master_id', '=', 'u.master_id'),
			)
			.select(['u.product', 'p.name as productName', 'u.serial', 'u.kind', 'u.software_version as softwareVersion'])
			.select(['u.subscription_until as subscriptionUntil', 'p.subscription_policy as subscriptionPolicy'])
			.select(['p.newest_version as newestVersion', 'other.code', 'other.company'])
			.select([
				sql<boolean>`coalesce(d.may_view, false)`.as('mayView'),
				sql<boolean>`coalesce(d.may_reply, false)`.as('mayReply'),
				sql<boolean>`coalesce(d.may_close, false)`.as('mayClose'),
			])
			// One that was replaced is not in his hands any more.
			.where('u.replaced_by', 'is', null)
			.$if(find !== '', (units) => units.where(holds(find, 'other.company_folded')))
			.orderBy('p.position')
			.orderBy('u.bare_serial')
			.limit(sql.lit(mostUnits + 1))
	);
}

type Row = Omit<Holding, 'kind' | 'subscriptionPolicy' | 'partner' | 'grants'> &
	Grants & { kind: string | null; subscriptionPolicy: string; code: string | null; company: string | null };

function toHolding({ code, company, mayView, mayReply, mayClose, ...row }: Row): Holding {
	return {
		...row,
		kind: row.kind as UnitKind | null,
		subscriptionPolicy: row.subscriptionPolicy as SubscriptionPolicy,
		partner: code !== null && company !== null ? { code, company } : null,
		grants: { mayView, mayReply, mayClose },
	};
}
