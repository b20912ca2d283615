import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { seesAllBranches } from '../identity/actor.ts';
import type { Cause, RmaState } from '../rma/rma.ts';
import type { Outcome, RefusedParcel } from './figures.ts';
import { isWithin, rmasIn, type Scope } from './scoping.ts';
import { listWorkingDays } from './working-day-listing.ts';

const mostRefusals = 50;

/** The parcels that were refused in the period and why, the latest first. */
export async function listRefusals(db: Reading, scope: Scope): Promise<RefusedParcel[]> {
	const { rows } = await sql<RefusedParcel>`
		select r.number as rma, s.at, coalesce(s.details ->> 'reason', '') as reason, coalesce(p.name, '') as by
		from rma_step as s
		join (${rmasIn(db, scope)}) as r on r.number = s.rma_number
		left join person as p on p.id = s.account_id
		where s.step = 'refuse' and ${isWithin('s.at', scope)}
		order by s.at desc, s.id desc limit ${mostRefusals}
	`.execute(db);
	return rows;
}

export type BranchChoice = { id: number; slug: string; name: string };

/** The branches whose RMAs this staff member sees, to choose from. */
export async function listBranchChoices(db: Reading, actor: StaffActor): Promise<BranchChoice[]> {
	return db
		.selectFrom('branch')
		.select(['id', 'slug', 'legal_name as name'])
		.$if(!seesAllBranches(actor), (query) => query.where(sql<boolean>`id = any(${actor.branchIds}::bigint[])`))
		.orderBy('serves_the_rest', 'desc')
		.orderBy('id')
		.execute();
}

/** An RMA behind the figures. */
export type FiguresRow = {
	number: number;
	ticket: number;
	branch: string;
	customer: string;
	products: string[];
	serials: string[];
	state: RmaState;
	inWarranty: boolean;
	outcome: Outcome | null;
	cause: Cause | null;
	receivedAt: Date | null;
	shippedAt: Date | null;
	/** From received to shipped back, calendar days. */
	days: number | null;
	/** The same in working days of its branch, the day of receiving not counted. */
	workingDays: number | null;
	refusedBecause: string | null;
};

const rowsPerRead = 1000;

/** Every RMA that was received, refused, decided or shipped back in the period, by number, in pages. */
export async function* readRows(db: Reading, scope: Scope): AsyncGenerator<FiguresRow[]> {
	const calendar = JSON.stringify(await listWorkingDays(db));
	for (let after = 0; ;) {
		const page = await rowsAfter(db, scope, { calendar, after });
		if (page.length > 0) yield page;
		if (page.length < rowsPerRead) return;
		after = page.at(-1)?.number ?? 0;
	}
}

type From = { calendar: string; after: number };

async function rowsAfter(db: Reading, scope: Scope, { calendar, after }: From): Promise<FiguresRow[]> {
	const { rows } = await sql<FiguresRow>`
		select r.number, r.ticket_number as ticket, b.legal_name as branch, c.code as customer, r.state,
			r.in_warranty as "inWarranty", t.outcome, r.cause, t.received_at as "receivedAt", t.shipped_at as "shippedAt",
			extract(epoch from t.shipped_at - t.received_at)::float8 / 86400 as days,
			width_bucket(t.shipped_at, w.days) - width_bucket(t.received_at, w.days) as "workingDays", t.reason as "refusedBecause",
			array(select p.name from rma_item as i join unit as u on u.id = i.unit_id join product as p on p.slug = u.product
				where i.rma_number = r.number group by p.name order by p.name) as products,
			array(select u.serial from rma_item as i join unit as u on u.id = i.unit_id
				where i.rma_number = r.number group by u.serial order by u.serial) as serials
		from (${rmasIn(db, scope)}) as r
		join branch as b on b.id = r.branch_id
		join customer as c on c.id = r.customer_id
		left join jsonb_to_recordset(${calendar}::jsonb) as w ("branchId" bigint, days timestamptz[]) on w."branchId" = r.branch_id
		cross join lateral (
			select min(at) filter (where step = 'receive') as received_at, max(at) filter (where step = 'ship') as shipped_at,
				max(step) filter (where step in ('repair', 'replace', 'return', 'refuse')) as outcome,
				max(details ->> 'reason') filter (where step = 'refuse') as reason
			from rma_step where rma_number = r.number
		) as t
		where r.number > ${after} and exists (
			select from rma_step as s where s.rma_number = r.number and ${isWithin('s.at', scope)}
				and s.step in ('receive', 'repair', 'replace', 'return', 'refuse', 'ship')
		)
		order by r.number limit ${rowsPerRead}
	`.execute(db);
	return rows;
}
