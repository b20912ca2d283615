import { sql, type RawBuilder } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Announcement } from './announcement.ts';

/** Customers who get letters at all, as `p`: those who are not shut out. */
export function reachable(db: Reading) {
	return db.selectFrom('person as p').where('p.kind', '=', 'customer').where('p.disabled_at', 'is', null);
}

/** Who gets a letter: the audience, of a branch or (null) of every one. */
export type Addressed = Pick<Announcement, 'audience' | 'branchId'>;

/** Whether a letter to these goes to the customer `p`. */
export function isAddressed({ audience, branchId }: Addressed): RawBuilder<boolean> {
	const ofBranch = branchId === null ? sql<boolean>`true` : sql<boolean>`p.served_by = ${branchId}`;
	switch (audience) {
		case 'nobody':
			return sql`false`;
		case 'everybody':
			return ofBranch;
		case 'open-tickets':
			return sql`${ofBranch} and exists (
				select from ticket as t where t.opener_id = p.id and t.status <> 'closed'
			)`;
	}
}
