import { sql, type RawBuilder } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { literally } from '../database/literally.ts';
import type { Locale } from '../identity/account.ts';
import { seesAllBranches, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Access, OverseenCustomer } from './customer.ts';
import { codePattern } from './registering.ts';

const customersPerPage = 25;

/**
 * The customers whom this staff member may see: the only way to a customer at the desk. They are those of a country that one of his
 * branches serves, and those with a ticket there; administrators and auditors see all.
 */
export function customersVisibleTo(db: Reading, staff: StaffActor) {
	return db.selectFrom('customer as c').where(isSeenBy(staff, sql.ref('c')));
}

/** The same as a condition on a customer's row under the name `customer`. */
export function isSeenBy(staff: StaffActor, customer: RawBuilder<unknown>): RawBuilder<boolean> {
	if (seesAllBranches(staff)) return sql`true`;
	const his = sql`any(${staff.branchIds}::bigint[])`;
	return sql`(
		coalesce(
			(select branch_id from branch_country where country = ${customer}.country),
			(select id from branch where serves_the_rest)
		) = ${his}
		or exists (select from ticket where opener_id = ${customer}.id and branch_id = ${his})
		or exists (select from ticket where holder_id = ${customer}.id and holder_id <> opener_id and branch_id = ${his})
	)`;
}

/** A customer by his code, in any case, as his page at the desk shows him. @throws Refusal `not-found` */
export async function findOverseenCustomer(
	db: Reading,
	staff: StaffActor,
	code: string,
	now: Date,
): Promise<OverseenCustomer> {
	const wanted = code.toUpperCase();
	// What is no code is nobody's: it does not reach the database, which takes no NUL.
	if (!codePattern.test(wanted)) throw new Refusal('not-found');
	const row = await customersVisibleTo(db, staff)
		.innerJoin('account as a', 'a.id', 'c.id')
		.select(['c.id', 'c.code', 'c.company', 'c.email', 'c.country', 'c.address', 'c.phone'])
		.select(['a.locale', 'a.time_zone as timeZone', 'a.created_at as since', 'a.terms_version as termsVersion'])
		.select(accessAt(now).as('access'))
		.select(
			sql<Date | null>`(
				select accepted_at from terms_acceptance where account_id = c.id and version = a.terms_version
			)`.as('termsAcceptedAt'),
		)
		.select(
			sql<boolean>`exists (select from authenticator where account_id = c.id and confirmed_at is not null)`.as(
				'hasSecondFactor',
			),
		)
		.where('c.code', '=', wanted)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, locale: row.locale as Locale };
}

// An access without a password of its own opens by the letter that was sent last.
const accessAt = (now: Date) => sql<Access>`case
	when a.disabled_at is not null then 'disabled'
	when a.password_hash is not null then 'active'
	else coalesce((
		select case when expires_at > ${now} then 'sent' else 'expired' end from temporary_credential
		where account_id = a.id and used_at is null and voided_at is null order by id desc limit 1
	), 'never')
end`;

export type CustomerRow = { code: string; company: string; email: string; country: string; access: Access };
export type CustomerSearch = { words: string; after: string };

/** The state of the customers' list as it stands in an address; what is not sound is left out. */
export function customerSearch(address: URLSearchParams): CustomerSearch {
	const words = (address.get('search') ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 200);
	const after = address.get('after') ?? '';
	return { words, after: codePattern.test(after) ? after : '' };
}

/**
 * A page of customers by code, and the code after which the next begins. Words are looked for at the beginning of codes and serial
 * numbers and anywhere in company and e-mail address, blind to case and accents.
 */
export async function listCustomers(
	db: Reading,
	staff: StaffActor,
	{ words, after }: CustomerSearch,
	now: Date,
): Promise<{ rows: CustomerRow[]; next: string | null }> {
	const found = await customersVisibleTo(db, staff)
		.innerJoin('account as a', 'a.id', 'c.id')
		.select(['c.code', 'c.company', 'c.email', 'c.country'])
		.select(accessAt(now).as('access'))
		.$if(words !== '', (query) => query.where(sql<boolean>`c.id in (${matching(words)})`))
		.$if(after !== '', (query) => query.where('c.code', '>', after))
		.orderBy('c.code')
		.limit(sql.lit(customersPerPage + 1))
		.execute();
	const rows = found.slice(0, customersPerPage);
	return { rows, next: found.length > customersPerPage ? (rows.at(-1)?.code ?? null) : null };
}

// One part per index: with `or` between them PostgreSQL would read every customer.
function matching(words: string): RawBuilder<unknown> {
	const literal = literally(words);
	const bare = words.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
	return sql`
		select id from customer where code like ${`${literal.toUpperCase()}%`}
		union all
		select id from customer where company_folded like folded(${`%${literal}%`})
		union all
		select id from customer where lower(email) like lower(${`%${literal}%`})
		union all
		select customer_id from unit where ${bare} <> '' and bare_serial like ${`${bare}%`}
	`;
}
