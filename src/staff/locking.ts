import { sql } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { Role } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { hasAWayIn } from './finding.ts';

export type LockedMember = {
	id: number;
	name: string;
	email: string;
	role: Role;
	branches: string[];
	hasLeft: boolean;
	hasAWayIn: boolean;
};

/**
 * A member who is about to be changed. Changes of staff follow one another: they are rare, and who is the last administrator is a
 * question about all of them. His account is locked as well, against the ticket that he takes in this moment.
 * @throws Refusal `not-found`
 */
export async function lockMember(trx: Writing, id: number): Promise<LockedMember> {
	await sql`select pg_advisory_xact_lock(hashtext('serialdesk staff'))`.execute(trx);
	// No stronger lock: a message that he is writing refers to his account.
	await sql`select from account where id = ${id}::bigint for no key update`.execute(trx);
	const row = await trx
		.selectFrom('staff as s')
		.innerJoin('account as a', 'a.id', 's.id')
		.select(['s.id', 's.name', 's.email', 's.role'])
		.select([sql<boolean>`a.disabled_at is not null`.as('hasLeft'), hasAWayIn.as('hasAWayIn')])
		.select(
			sql<string[]>`array(select b.slug from staff_branch as sb join branch as b on b.id = sb.branch_id
				where sb.staff_id = s.id order by b.id)`.as('branches'),
		)
		.where('s.id', '=', id)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, role: row.role as Role };
}

/** The same for somebody who is there. @throws Refusal `not-found`, `changed-meanwhile` (he has left) */
export async function lockPresent(trx: Writing, id: number): Promise<LockedMember> {
	const member = await lockMember(trx, id);
	if (member.hasLeft) throw new Refusal('changed-meanwhile');
	return member;
}

/** Somebody must remain who can let others in. Who has only been invited is not there yet. @throws Refusal `last-administrator` */
export async function mustKeepAnAdministrator(trx: Writing, without: LockedMember): Promise<void> {
	if (without.role !== 'administrator' || !without.hasAWayIn) return;
	const another = await trx
		.selectFrom('staff as s')
		.innerJoin('account as a', 'a.id', 's.id')
		.select('s.id')
		.where('s.role', '=', 'administrator')
		.where('s.id', '<>', without.id)
		.where(hasAWayIn)
		.limit(1)
		.executeTakeFirst();
	if (!another) throw new Refusal('last-administrator');
}
