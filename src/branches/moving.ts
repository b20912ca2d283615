import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { BranchFields } from './branch.ts';

/** How many customers come from one branch to another; `from` and `to` are their ids, null for one that is to be added. */
export type Move = { from: number; to: number | null; customers: number };

type Planned = Pick<BranchFields, 'countries' | 'takesTheRest'> & { id: number | null };

/**
 * Which customers would change their branch if this one served these countries (product.md B2); those that another names stay there.
 * Their tickets stay where they are.
 */
export async function countMoves(db: Reading, { id, countries, takesTheRest }: Planned): Promise<Move[]> {
	const { rows } = await sql<Move>`
		with asking as (select country, count(*)::int as customers from customer group by country),
		rest as (select id from branch where serves_the_rest),
		placed as (
			select a.customers,
				coalesce(c.branch_id, (select id from rest)) as "from",
				case
					when c.branch_id <> coalesce(${id}::bigint, 0) then c.branch_id
					when a.country = any(${countries}::text[]) then ${id}::bigint
					when ${takesTheRest}::boolean then ${id}::bigint
					else (select id from rest)
				end as "to"
			from asking as a left join branch_country as c on c.country = a.country
		)
		select "from", "to", sum(customers)::int as customers from placed
		where "from" is distinct from "to"
		group by "from", "to" order by customers desc, "from"
	`.execute(db);
	return rows;
}
