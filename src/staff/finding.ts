import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import { may, type Role, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Member, MemberState } from './member.ts';

/** Everybody who works or has worked at the desk: those who are there by name, then those who left. @throws Refusal `not-allowed` */
export async function listMembers(db: Reading, actor: StaffActor): Promise<Member[]> {
	const rows = await members(db, actor)
		.orderBy(sql`a.disabled_at is not null`)
		.orderBy(sql`lower(s.name)`)
		.orderBy('s.id')
		.execute();
	return rows.map(asMember);
}

/** One of them. @throws Refusal `not-allowed`, `not-found` */
export async function findMember(db: Reading, actor: StaffActor, id: number): Promise<Member> {
	const row = await members(db, actor).where('s.id', '=', id).executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return asMember(row);
}

function members(db: Reading, actor: StaffActor) {
	if (!may(actor, 'inspect')) throw new Refusal('not-allowed');
	return db
		.selectFrom('staff as s')
		.innerJoin('account as a', 'a.id', 's.id')
		.select(['s.id', 's.name', 's.email', 's.role', 'a.locale', 'a.time_zone as timeZone'])
		.select([branchesServed.as('branches'), stateOfMember.as('state'), hasSecondFactor.as('hasSecondFactor')])
		.select([seenAt.as('seenAt'), invitedUntil.as('invitedUntil')]);
}

/** Whether an account of staff, named `a` in the query, has a way in: a password of its own, or a login service that knows it. */
export const hasAWayIn = sql<boolean>`(a.disabled_at is null and (a.password_hash is not null
	or exists (select from provider_subject where account_id = a.id)))`;

const branchesServed = sql<string[]>`array(
	select b.slug from staff_branch as sb join branch as b on b.id = sb.branch_id where sb.staff_id = s.id order by b.id
)`;

const stateOfMember = sql<MemberState>`case
	when a.disabled_at is not null then 'left' when ${hasAWayIn} then 'active' else 'invited' end`;

const hasSecondFactor = sql<boolean>`exists (select from authenticator where account_id = s.id and confirmed_at is not null)`;

// A session goes when it is logged out; the browser from which it came stays known.
const seenAt = sql<Date | null>`greatest(
	(select max(seen_at) from session where account_id = s.id),
	(select max(seen_at) from known_device where account_id = s.id))`;

const invitedUntil = sql<Date | null>`(
	select max(expires_at) from temporary_credential
	where account_id = s.id and purpose = 'invitation' and used_at is null and voided_at is null)`;

function asMember(row: Omit<Member, 'role' | 'locale'> & { role: string; locale: string }): Member {
	return { ...row, role: row.role as Role, locale: row.locale as Locale };
}
