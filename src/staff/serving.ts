import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import type { Role } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { needsBranch } from './member.ts';

type Served = { id: number; timeZone: string };

/**
 * The branches that a member is to serve, by their slugs.
 * @throws Refusal `branch-needed` (a role that sees only its own branches), `form-invalid` (there is no such branch)
 */
export async function branchesToServe(trx: Writing, role: Role, slugs: string[]): Promise<Served[]> {
	const wanted = [...new Set(slugs)];
	if (wanted.length === 0 && needsBranch(role)) throw new Refusal('branch-needed');
	const found = await trx
		.selectFrom('branch')
		.select(['id', 'time_zone as timeZone'])
		.where('slug', '=', sql<string>`any(${wanted}::text[])`)
		.orderBy('id')
		.execute();
	if (found.length < wanted.length) throw new Refusal('form-invalid');
	return found;
}

/** The member serves these branches and no other. */
export async function serve(trx: Writing, memberId: number, branchIds: number[]): Promise<void> {
	await trx.deleteFrom('staff_branch').where('staff_id', '=', memberId).execute();
	await sql`
		insert into staff_branch (staff_id, branch_id) select ${memberId}::bigint, unnest(${branchIds}::bigint[])
	`.execute(trx);
}

/** The branches that one can choose from. */
export function branchChoices(db: Reading): Promise<{ slug: string; name: string }[]> {
	return db.selectFrom('branch').select(['slug', 'legal_name as name']).orderBy('id').execute();
}
