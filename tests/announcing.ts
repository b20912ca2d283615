import { sql, type Insertable } from 'kysely';
import type { Reading, Writing } from '../src/database/connection.ts';
import type { DB } from '../src/database/schema.generated.ts';
import { locales } from '../src/identity/account.ts';

/** An announcement to everybody that is due, complete but for what the test gives; its words are the language's own. */
export async function announce(
	trx: Writing,
	details: Partial<Insertable<DB['announcement']>>,
	now: Date,
): Promise<number> {
	const times = { shown_from: now, letters_at: now, published_at: now, changed_at: now };
	const { id } = await trx
		.insertInto('announcement')
		.values({ audience: 'everybody', ...times, ...details })
		.returning('id')
		.executeTakeFirstOrThrow();
	const texts = locales.map((locale) => ({
		announcement_id: id,
		locale,
		title: `Title in ${locale}`,
		body: `First in ${locale}.\n\nSecond in ${locale}.`,
	}));
	await trx.insertInto('announcement_text').values(texts).execute();
	return id;
}

/** To whom letters about an announcement were written, by account: about one revision, or all. */
export async function lettersAbout(db: Reading, announcement: number, revision?: number): Promise<number[]> {
	const rows = await db
		.selectFrom('outgoing_mail')
		.select('account_id as accountId')
		.where(sql<boolean>`(details ->> 'announcement')::bigint = ${announcement}`)
		.$if(revision !== undefined, (query) =>
			query.where(sql<boolean>`(details ->> 'revision')::int = ${revision ?? 0}`),
		)
		.orderBy('account_id')
		.execute();
	return rows.map(({ accountId }) => accountId);
}

/** As if what waits had been sent: to one account, or to all. */
export async function sendAll(trx: Writing, accountId?: number): Promise<void> {
	await trx
		.updateTable('outgoing_mail')
		.set({ state: 'sent' })
		.where('state', '=', 'waiting')
		.$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? 0))
		.execute();
}

/** So many customers of a country, with nothing but their accounts. */
export async function manyCustomers(trx: Writing, country: string, count: number): Promise<void> {
	await sql`
		with opened as (
			insert into account (kind, login, locale)
			select 'customer', lower(${country}::text) || '-many-' || nth, 'en' from generate_series(1, ${count}::int) as nth
			returning id, login
		)
		insert into customer (id, code, company, email, country)
		select id, upper(login), 'Workshop ' || id, login || '@workshop.example', ${country}::text from opened
	`.execute(trx);
}
