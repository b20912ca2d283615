import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { decodeCursor, encodeCursor, type Cursor } from '../database/paging.ts';
import type { Locale } from '../identity/account.ts';
import type { Actor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { bareSerial } from '../units/unit.ts';
import { aloneIn, rmasVisibleTo } from './finding.ts';
import { rmaGroups, statesOf, type RmaGroup, type RmaListState, type RmaRow } from './list.ts';
import type { RmaState } from './rma.ts';

const rowsPerPage = 25;
const mostCounted = 1000;

/**
 * A page of the RMAs of a technician's branches and the cursor of the next: those that have stayed longest where they are come first,
 * but what is over is told from its end. @throws Refusal `not-allowed` for a customer
 */
export async function listRmas(
	db: Reading,
	staff: StaffActor,
	{ show, find, after }: RmaListState,
	locale: Locale,
): Promise<{ rows: RmaRow[]; next: string | null }> {
	const direction = show === 'done' || show === 'all' ? 'desc' : 'asc';
	const place = placeOf(after);
	const found = await rmasFound(db, staff, show, find)
		.innerJoin('customer as c', 'c.id', 'r.customer_id')
		.select(['r.number', 'r.state', 'r.state_since as stateSince', 'r.branch_id as branchId', 'c.company'])
		.select(['c.code as customerCode', 'r.carrier', 'r.tracking', 'r.expires_at as expiresAt'])
		.select([itemsOf(locale).as('items'), quoteUntil.as('quoteUntil')])
		// In microseconds, which a Date does not hold.
		.select(sql<string>`(extract(epoch from r.state_since) * 1000000)::bigint::text`.as('place'))
		.$if(place !== null, (query) => query.where(liesBehind(place, direction)))
		.orderBy('r.state_since', direction)
		.orderBy('r.number', direction)
		.limit(sql.lit(rowsPerPage + 1))
		.execute();
	const last = found.length > rowsPerPage ? found[rowsPerPage - 1] : undefined;
	const next = last ? encodeCursor({ value: last.place, key: last.number }) : null;
	const rows = found.slice(0, rowsPerPage).map(({ place: _, ...row }) => ({ ...row, state: row.state as RmaState }));
	return { rows, next };
}

/** How many there are of each group that fit the search; counted up to a thousand, which is "many" on the page. */
export async function countRmas(
	db: Reading,
	staff: StaffActor,
	{ find }: Pick<RmaListState, 'find'>,
): Promise<Record<RmaGroup, number>> {
	const counted = rmaGroups.map((group) => {
		const some = rmasFound(db, staff, group, find).select('r.number').limit(sql.lit(mostCounted));
		return sql<number>`(select count(*)::int from (${some}) as n)`.as(group);
	});
	return db.selectNoFrom(counted).executeTakeFirstOrThrow();
}

function rmasFound(db: Reading, actor: Actor, show: RmaListState['show'], find: string) {
	if (actor.kind !== 'staff') throw new Refusal('not-allowed');
	const states = show === 'all' ? null : statesOf[show].map((state) => sql.lit(state));
	return rmasVisibleTo(db, actor)
		.$if(states !== null, (query) => query.where(sql<boolean>`r.state in (${sql.join(states ?? [])})`))
		.$if(find !== '', (query) => query.where(fits(find)));
}

function fits(find: string) {
	const code = `${find.toUpperCase().replace(/[^0-9A-Z-]/g, '')}%`;
	const serial = `${bareSerial(find)}%`;
	// Nothing begins with what has neither letter nor digit in it.
	if (serial === '%') return sql<boolean>`false`;
	return sql<boolean>`(
		exists (select from customer as k where k.id = r.customer_id and k.code like ${code})
		or exists (
			select from rma_item as i join unit as u on u.id = i.unit_id
			where i.rma_number = r.number and u.bare_serial like ${serial}
		)
	)`;
}

function itemsOf(locale: Locale) {
	return sql<RmaRow['items']>`(
		select json_agg(json_build_object('serial', u.serial, 'name', coalesce(${aloneIn(locale)}, p.name)) order by i.nth)
		from rma_item as i join unit as u on u.id = i.unit_id join product as p on p.slug = u.product
		where i.rma_number = r.number
	)`;
}

const quoteUntil = sql<string | null>`case when r.state = 'quoted' then (
	select q.valid_until::text from rma_quote as q where q.rma_number = r.number order by q.id desc limit 1
) end`;

function liesBehind(place: Cursor | null, direction: 'asc' | 'desc') {
	const compare = sql.raw(direction === 'asc' ? '>' : '<');
	return sql<boolean>`(r.state_since, r.number) ${compare}
		(timestamptz 'epoch' + ${place?.value}::bigint * interval '1 microsecond', ${place?.key}::bigint)`;
}

/** A place in the list as it stands in an address; one that was tampered with is the beginning. */
function placeOf(text: string): Cursor | null {
	const cursor = decodeCursor(text);
	return cursor && /^\d{1,18}$/.test(cursor.value) ? cursor : null;
}
