import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Role } from '../identity/actor.ts';
import type { Member } from './member.ts';

/** A staff member by his account's id, with the branches he serves. */
export async function findMember(db: Reading, id: number): Promise<Member> {
	const row = await db
		.selectFrom('staff as s')
		.leftJoin('staff_branch as b', 'b.staff_id', 's.id')
		.select(['s.id', 's.name', 's.email', 's.role'])
		.select(
			sql<
				number[]
			>`coalesce(array_agg(b.branch_id::int order by b.branch_id) filter (where b.branch_id is not null), '{}')`.as(
				'branchIds',
			),
		)
		.where('s.id', '=', id)
		.groupBy('s.id')
		.executeTakeFirstOrThrow();
	return { ...row, role: row.role as Role };
}
