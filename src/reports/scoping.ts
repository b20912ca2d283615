import { sql, type RawBuilder } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { rmasVisibleTo } from '../rma/finding.ts';

/** Whose figures: those of RMAs that this staff member sees, in a branch or in all of his, from an instant to another that is not included. */
export type Scope = { actor: StaffActor; branchId: number | null; from: Date; to: Date };

/** The RMAs of a scope, whenever they were. */
export function rmasIn(db: Reading, { actor, branchId }: Scope) {
	return rmasVisibleTo(db, actor)
		.select(['r.number', 'r.ticket_number', 'r.branch_id', 'r.customer_id', 'r.state', 'r.in_warranty', 'r.cause'])
		.$if(branchId !== null, (query) => query.where('r.branch_id', '=', branchId));
}

/** Whether a moment lies in the period. */
export function isWithin(column: string, { from, to }: Scope): RawBuilder<boolean> {
	return sql`(${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to})`;
}
