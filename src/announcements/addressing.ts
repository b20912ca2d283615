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

/** An announcement at the revision that is being told. */
export type Telling = Addressed & { id: number; revision: number; withdrawn: boolean };

/** Whether that goes to the customer `p`: a change to those who are addressed and those who were told before; a withdrawal only to these. */
export function isConcerned(telling: Telling): RawBuilder<boolean> {
	const { id, revision, withdrawn } = telling;
	const account = sql.ref('p.id');
	if (withdrawn) return toldBefore(account, id, revision + 1);
	const addressed = isAddressed(telling);
	return revision === 1 ? addressed : sql`((${addressed}) or ${toldBefore(account, id, revision)})`;
}

/**
 * Whether an account was told of an announcement before a revision: a letter went out, or is going out at this moment. One that only
 * waited will be dropped.
 */
export function toldBefore(account: RawBuilder<unknown>, announcement: number, revision: number): RawBuilder<boolean> {
	const keys = Array.from({ length: revision - 1 }, (_, before) => `announcement-${announcement}-${before + 1}`);
	return sql`exists (
		select from outgoing_mail as o
		where o.account_id = ${account} and o.event_key = any(${keys}::text[])
			and (o.state = 'sent' or (o.state = 'waiting' and o.attempts > 0))
	)`;
}
