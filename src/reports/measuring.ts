import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { NamedTurnaround, Stay, Turnaround } from './figures.ts';
import { isWithin, rmasIn, type Scope } from './scoping.ts';
import { listWorkingDays } from './working-day-listing.ts';

type Part = NamedTurnaround & { part: 'all' | 'branch' | 'product' };

/**
 * How long the RMAs took that were shipped back in the period, from received on: all of them, by branch and by product, those with most RMAs
 * first. An RMA with units of two products counts for both.
 */
export async function measureTurnaround(
	db: Reading,
	scope: Scope,
): Promise<{ all: Turnaround | null; byBranch: NamedTurnaround[]; byProduct: NamedTurnaround[] }> {
	const calendar = JSON.stringify(await listWorkingDays(db));
	const { rows } = await sql<Part>`
		with shipped as (
			select r.number, r.branch_id, extract(epoch from s.at - w.at)::float8 / 86400 as days,
				width_bucket(s.at, c.days) - width_bucket(w.at, c.days) as working
			from (${rmasIn(db, scope)}) as r
			join jsonb_to_recordset(${calendar}::jsonb) as c ("branchId" bigint, days timestamptz[]) on c."branchId" = r.branch_id
			join rma_step as s on s.rma_number = r.number
			join rma_step as w on w.rma_number = r.number and w.step = 'receive'
			where s.step = 'ship' and ${isWithin('s.at', scope)}
		), parts as (
			select 'all' as part, '' as name, days, working from shipped
			union all
			select 'branch', b.legal_name, s.days, s.working from shipped as s join branch as b on b.id = s.branch_id
			union all
			select 'product', p.name, i.days, i.working
			from (
				select distinct s.number, s.days, s.working, u.product
				from shipped as s join rma_item as i on i.rma_number = s.number join unit as u on u.id = i.unit_id
			) as i join product as p on p.slug = i.product
		)
		select part, name, count(*) as count,
			percentile_cont(0.5) within group (order by days) as median,
			percentile_cont(0.9) within group (order by days) as p90,
			percentile_cont(0.5) within group (order by working) as "workingMedian"
		from parts
		group by part, name
		order by count(*) desc, name
	`.execute(db);
	const of = (wanted: Part['part']) =>
		rows.filter(({ part }) => part === wanted).map(({ part: _, ...turnaround }) => turnaround);
	const [all = null] = of('all').map(({ name: _, ...turnaround }) => turnaround);
	return { all, byBranch: of('branch'), byProduct: of('product') };
}

/** How long RMAs stood in each state that they left in the period; several stays of one are one. */
export async function measureStays(db: Reading, scope: Scope): Promise<Stay[]> {
	const { rows } = await sql<Stay>`
		with stays as (
			select s.rma_number, s.state, s.at, lead(s.at) over (partition by s.rma_number order by s.id) as until
			from (${rmasIn(db, scope)}) as r join rma_step as s on s.rma_number = r.number
			where s.rma_number in (select w.rma_number from rma_step as w where ${isWithin('w.at', scope)})
		), stood as (
			select rma_number, state, sum(extract(epoch from until - at))::float8 / 86400 as days
			from stays where ${isWithin('until', scope)}
			group by rma_number, state
		)
		select state, count(*) as count, percentile_cont(0.5) within group (order by days) as median
		from stood group by state
	`.execute(db);
	return rows;
}
