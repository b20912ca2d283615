import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { notices, wants, type Notice } from './notice.ts';
import type { Profile } from './profile.ts';

/** The customer's own profile (product.md E6). */
export async function findProfile(db: Reading, customer: CustomerActor, now: Date): Promise<Profile> {
	const [row, waiting] = await Promise.all([
		db
			.selectFrom('customer as c')
			.innerJoin('account as a', 'a.id', 'c.id')
			.select(['c.code', 'c.company', 'c.country', 'c.address', 'c.phone', 'c.email'])
			.select(['a.locale', 'a.time_zone as timeZone', 'a.notices', 'a.password_chosen_at as passwordChosenAt'])
			.select(sql<number>`(select count(*) from unit where customer_id = c.id and replaced_by is null)`.as('units'))
			.select(
				sql<boolean>`exists (select from unit where customer_id = c.id and kind = 'master' and replaced_by is null)`.as(
					'isMaster',
				),
			)
			.where('c.id', '=', customer.id)
			.$castTo<Omit<Profile, 'waiting' | 'notices'> & { notices: string[] | null }>()
			.executeTakeFirstOrThrow(),
		findWaitingAddress(db, customer, now),
	]);
	return { ...row, waiting, notices: notices.filter((notice) => wants(row.notices, notice)) };
}

/** The new e-mail address that a customer has asked for and not confirmed yet. */
export async function findWaitingAddress(
	db: Reading,
	customer: CustomerActor,
	now: Date,
): Promise<{ email: string; until: Date } | null> {
	const row = await db
		.selectFrom('temporary_credential')
		.select([sql<string>`details ->> 'email'`.as('email'), 'expires_at as until'])
		.where('account_id', '=', customer.id)
		.where('purpose', '=', 'address-change')
		.where('used_at', 'is', null)
		.where('voided_at', 'is', null)
		.where('expires_at', '>', now)
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row ?? null;
}

/** Whether a customer gets letters of this kind, asked when one is sent. */
export async function wantsNotice(db: Reading, accountId: number, notice: Notice): Promise<boolean> {
	const account = await db.selectFrom('account').select('notices').where('id', '=', accountId).executeTakeFirst();
	return account !== undefined && wants(account.notices, notice);
}
