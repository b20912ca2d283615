import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';

export type ServingBranch = { id: number; country: string; timeZone: string; languages: string[] };

/** The branch that serves each of these countries: the one that names it, else the one that serves the rest (product.md B2). */
export async function branchesServing(db: Reading, countries: string[]): Promise<Map<string, ServingBranch>> {
	const { rows } = await sql<ServingBranch & { served: string }>`
		select k.served, b.id, b.country, b.time_zone as "timeZone", b.languages
		from unnest(${[...new Set(countries)]}::text[]) as k (served)
		left join branch_country as c on c.country = k.served
		join branch as b on b.id = coalesce(c.branch_id, (select id from branch where serves_the_rest))
	`.execute(db);
	return new Map(rows.map(({ served, ...branch }) => [served, branch]));
}
