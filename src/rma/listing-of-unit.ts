import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { isBehind, placeOf, type Place, type Stretch } from '../database/timeline.ts';
import type { Locale } from '../identity/account.ts';
import type { Actor, StaffActor } from '../identity/actor.ts';
import { aloneIn, rmasVisibleTo } from './finding.ts';
import type { Cause, RmaState } from './rma.ts';

/** A step of an RMA as somebody took it; `by` is '' for the portal itself. */
export type TakenStep = { step: string; by: string; at: Date };

/** An RMA in the story of a unit that travelled under it. */
export type UnitRma = {
	place: Place;
	number: number;
	state: RmaState;
	inWarranty: boolean;
	cause: Cause | null;
	authorisedAt: Date;
	/** By name, where accessories travelled and not the unit. */
	accessories: string[];
	steps: TakenStep[];
};

/** The RMAs under which a unit, or what belongs to it, travelled: those that this actor sees, the latest first. */
export async function listRmasOfUnit(
	db: Reading,
	actor: Actor,
	{ unitId, locale }: { unitId: number; locale: Locale },
	{ behind, limit }: Stretch,
): Promise<UnitRma[]> {
	const rows = await rmasVisibleTo(db, actor)
		.select(['r.number', 'r.state', 'r.in_warranty as inWarranty', 'r.cause', 'r.authorised_at as authorisedAt'])
		.select([placeOf('r.authorised_at', 'r.number').as('place'), stepsTaken.as('steps')])
		.select(accessoriesOf(unitId, locale).as('accessories'))
		.where(isOf(unitId))
		.where(isBehind(behind, 'r.authorised_at', 'r.number'))
		.orderBy('r.authorised_at', 'desc')
		.orderBy('r.number', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ state, cause, steps, ...row }) => ({
		...row,
		state: state as RmaState,
		cause: cause as Cause | null,
		steps: steps.map((one) => ({ ...one, at: new Date(one.at) })),
	}));
}

/** How many RMAs of a unit came to branches that this staff member does not see. */
export async function countRmasElsewhere(db: Reading, staff: StaffActor, unitId: number): Promise<number> {
	const seen = rmasVisibleTo(db, staff).select('r.number').where(isOf(unitId));
	const { count } = await db
		.selectFrom('rma as r')
		.select(sql<number>`count(*) - (select count(*) from (${seen}) as s)`.as('count'))
		.where(isOf(unitId))
		.executeTakeFirstOrThrow();
	return count;
}

function isOf(unitId: number) {
	return sql<boolean>`r.number in (select rma_number from rma_item where unit_id = ${unitId})`;
}

const stepsTaken = sql<(Omit<TakenStep, 'at'> & { at: string })[]>`(
	select coalesce(json_agg(json_build_object('step', s.step, 'by', coalesce(p.name, ''), 'at', s.at) order by s.id), '[]')
	from rma_step as s left join person as p on p.id = s.account_id
	where s.rma_number = r.number
)`;

function accessoriesOf(unitId: number, locale: Locale) {
	return sql<string[]>`(
		select coalesce(json_agg(${aloneIn(locale)} order by i.nth), '[]')
		from rma_item as i
		where i.rma_number = r.number and i.unit_id = ${unitId} and i.accessory is not null
	)`;
}
