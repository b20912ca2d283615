import { sql, type RawBuilder } from 'kysely';
import type { Facts } from '../audit/entry.ts';
import type { Reading } from '../database/connection.ts';
import { isBehind, placeOf, type Stretch } from '../database/timeline.ts';
import type { CustomerActor } from '../identity/actor.ts';
import type { OwnStoryEvent, StoryEvent, StoryFilter, StoryKind, Succession } from './story.ts';

/** What happened to a unit, newest first, for staff who found the unit as themselves. What its RMAs went through is told by them. */
export async function listUnitEvents(
	db: Reading,
	unitId: number,
	filter: StoryFilter,
	stretch: Stretch,
): Promise<StoryEvent[]> {
	const rows = await events(db, unitId, stretch).where(isTold[filter]).select('p.name as by').execute();
	return rows.map((row) => ({ ...row, ...typed(row), by: row.by ?? '' }));
}

/**
 * What happened to a customer's own unit since it is his, newest first: not whose it was before, and who did it only as far as it is
 * his to know.
 */
export async function listOwnUnitEvents(
	db: Reading,
	customer: CustomerActor,
	unitId: number,
	stretch: Stretch,
): Promise<OwnStoryEvent[]> {
	const rows = await events(db, unitId, stretch)
		.where(sql<boolean>`(e.kind in ('registered', 'bound', 'released', 'transferred', 'replaced') or ${isSoftware})`)
		.where(
			sql<boolean>`e.id >= coalesce((select max(id) from unit_event where unit_id = ${unitId} and kind = 'transferred'), 0)`,
		)
		.select('e.account_id as accountId')
		.select('p.kind as accountKind')
		.execute();
	return rows.map(({ accountId, accountKind, ...row }) => {
		const { from: _, to: __, ...others } = row.details as Facts;
		const details = row.kind === 'replaced' ? (row.details as Facts) : others;
		return { ...row, ...typed(row), details, by: whoOf(accountId, accountKind, customer) };
	});
}

/** What took the place of a unit, and whose place it took; with `customer`, only what is still his. */
export async function findSuccession(db: Reading, unitId: number, customer?: CustomerActor): Promise<Succession> {
	const isTold = (unit: 'next' | 'former') =>
		customer ? sql<boolean>`${sql.ref(`${unit}.customer_id`)} = ${customer.id}` : sql<boolean>`true`;
	return db
		.selectFrom('unit as u')
		.leftJoin('unit as next', (join) => join.onRef('next.id', '=', 'u.replaced_by').on(isTold('next')))
		.leftJoin('unit as former', (join) => join.onRef('former.replaced_by', '=', 'u.id').on(isTold('former')))
		.select(['next.serial as replacedBy', 'former.serial as replaces'])
		.where('u.id', '=', unitId)
		.executeTakeFirstOrThrow();
}

function events(db: Reading, unitId: number, { behind, limit }: Stretch) {
	return db
		.selectFrom(recorded(unitId).as('e'))
		.leftJoin('person as p', 'p.id', 'e.account_id')
		.select(['e.kind', 'e.at', 'e.imported', 'e.details', placeOf('e.at', 'e.id').as('place')])
		.where('e.kind', '<>', 'rma')
		.where(isBehind(behind, 'e.at', 'e.id'))
		.orderBy('e.at', 'desc')
		.orderBy('e.id', 'desc')
		.limit(limit);
}

type Recorded = { id: number; kind: string; at: Date; account_id: number | null; details: unknown; imported: boolean };

// An import registers without a line of its own: whoever the first transfer took it from had it, else whoever has it now.
function recorded(unitId: number): RawBuilder<Recorded> {
	return sql`(
		select id, kind, at, account_id, details, false as imported from unit_event where unit_id = ${unitId}
		union all
		select 0, 'registered', u.created_at, null, jsonb_build_object('to', coalesce(
			(select details ->> 'from' from unit_event where unit_id = u.id and kind = 'transferred' order by id limit 1),
			(select code from customer where id = u.customer_id)
		)), true
		from unit as u
		where u.id = ${unitId} and not exists (select from unit_event where unit_id = u.id and kind = 'registered')
	)`;
}

const isSoftware = sql<boolean>`(e.kind = 'changed' and (e.details -> 'softwareVersion' is not null or e.details -> 'subscriptionUntil' is not null))`;
const isTold: Record<StoryFilter, RawBuilder<boolean>> = {
	all: sql`true`,
	ownership: sql`not ${isSoftware}`,
	software: isSoftware,
	tickets: sql`false`,
	rma: sql`e.kind = 'replaced'`,
};

function typed({ kind, details }: { kind: string; details: unknown }) {
	return { kind: kind as StoryKind, details: details as Facts };
}

function whoOf(accountId: number | null, kind: string | null, customer: CustomerActor): OwnStoryEvent['by'] {
	if (accountId === null) return 'portal';
	if (accountId === customer.id) return 'himself';
	return kind === 'staff' ? 'support' : 'another';
}
