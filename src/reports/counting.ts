import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { rmasVisibleTo } from '../rma/finding.ts';
import { repeatWithinDays, type CauseCount, type Outcome, type Repeat, type Repeats } from './figures.ts';
import { isWithin, rmasIn, type Scope } from './scoping.ts';

const mostRepeats = 50;

/** How RMAs ended in the period. */
export async function countOutcomes(db: Reading, scope: Scope): Promise<Record<Outcome, number>> {
	const { rows } = await sql<{ step: Outcome; count: number }>`
		select s.step, count(*) as count
		from rma_step as s join (${rmasIn(db, scope)}) as r on r.number = s.rma_number
		where s.step in ('repair', 'replace', 'return', 'refuse') and ${isWithin('s.at', scope)}
		group by s.step
	`.execute(db);
	const counts = { repair: 0, replace: 0, return: 0, refuse: 0 };
	for (const { step, count } of rows) counts[step] = count;
	return counts;
}

/** What was found to be the reason, of RMAs whose work was done in the period; the most frequent first, what nobody noted last. */
export async function countCauses(db: Reading, scope: Scope): Promise<CauseCount[]> {
	const { rows } = await sql<CauseCount>`
		select r.cause, count(*) as count
		from rma_step as s join (${rmasIn(db, scope)}) as r on r.number = s.rma_number
		where s.step in ('repair', 'replace', 'return') and ${isWithin('s.at', scope)}
		group by r.cause
		order by r.cause is null, count(*) desc, r.cause
	`.execute(db);
	return rows;
}

/**
 * How many of the units that were shipped back in the period were received again within ninety days, or what was sent in their place was;
 * under whichever RMA this staff member sees.
 */
export async function countRepeats(db: Reading, scope: Scope): Promise<Repeats> {
	const { rows } = await sql<Omit<Repeats, 'latest'> & { latest: Dated[] }>`
		with home as materialized (
			select u.id, u.replaced_by, u.serial, u.product, s.rma_number, s.at
			from rma_step as s
			join (${rmasIn(db, scope)}) as r on r.number = s.rma_number
			join rma_item as i on i.rma_number = s.rma_number and i.accessory is null
			join unit as u on u.id = i.unit_id
			where s.step = 'ship' and ${isWithin('s.at', scope)}
		), received as materialized (
			select j.unit_id, w.rma_number, w.at
			from rma_step as w
			join (${rmasVisibleTo(db, scope.actor).select('r.number')}) as v on v.number = w.rma_number
			join rma_item as j on j.rma_number = w.rma_number and j.accessory is null
			where w.step = 'receive' and w.at > ${scope.from}
		), back as (
			select distinct on (h.rma_number, h.id) h.rma_number, h.id, w.rma_number as again, w.at as returned_at
			from (
				select rma_number, id, at, id as unit_id from home
				union all
				select rma_number, id, at, replaced_by from home where replaced_by is not null
			) as h
			join received as w on w.unit_id = h.unit_id and w.rma_number <> h.rma_number
				and w.at > h.at and w.at <= h.at + make_interval(days => ${repeatWithinDays})
			order by h.rma_number, h.id, w.at
		), judged as materialized (
			select home.*, back.again, back.returned_at from home left join back using (rma_number, id)
		)
		select (select count(*) from judged) as units, (select count(again) from judged) as returned, (
			select coalesce(json_agg(json_build_object(
				'serial', l.serial, 'product', l.product, 'productName', p.name, 'rma', l.rma_number, 'shippedAt', l.at,
				'again', l.again, 'returnedAt', l.returned_at
			) order by l.returned_at desc, l.again desc), '[]')
			from (select * from judged where again is not null order by returned_at desc, again desc limit ${mostRepeats}) as l
			join product as p on p.slug = l.product
		) as latest
	`.execute(db);
	const [{ units, returned, latest } = { units: 0, returned: 0, latest: [] }] = rows;
	return { units, returned, latest: latest.map(withDates) };
}

type Dated = Omit<Repeat, 'shippedAt' | 'returnedAt'> & { shippedAt: string; returnedAt: string };

function withDates({ shippedAt, returnedAt, ...repeat }: Dated): Repeat {
	return { ...repeat, shippedAt: new Date(shippedAt), returnedAt: new Date(returnedAt) };
}
