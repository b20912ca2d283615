import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Terms, TermsText, TermsVersion } from './terms.ts';

/** The terms of use that hold now, in a language. @throws Refusal `not-found` where none were ever published */
export async function findTerms(db: Reading, locale: Locale): Promise<Terms> {
	const terms = await db
		.selectFrom('terms as t')
		.innerJoin('terms_text as x', 'x.version', 't.version')
		.select(['t.version', 't.published_at as publishedAt', 'x.body_html as html'])
		.where('t.published_at', 'is not', null)
		.where('x.locale', '=', locale)
		.orderBy('t.version', 'desc')
		.limit(1)
		.$narrowType<{ publishedAt: Date }>()
		.executeTakeFirst();
	if (!terms) throw new Refusal('not-found');
	return terms;
}

/** The newest version that a customer has accepted, and when; null before his first. */
export async function findAcceptance(
	db: Reading,
	customer: CustomerActor,
): Promise<{ version: number; at: Date } | null> {
	const row = await db
		.selectFrom('terms_acceptance')
		.select(['version', 'accepted_at as at'])
		.where('account_id', '=', customer.id)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row ?? null;
}

/** Every version, the newest first. */
export function listTerms(db: Reading): Promise<TermsVersion[]> {
	return db
		.selectFrom('terms as t')
		.select(['t.version', 't.published_at as publishedAt'])
		.select((select) =>
			select
				.selectFrom('terms_acceptance as a')
				.select(sql<number>`count(*)`.as('n'))
				.whereRef('a.version', '=', 't.version')
				.$asScalar()
				.$notNull()
				.as('acceptedBy'),
		)
		.orderBy('t.version', 'desc')
		.execute();
}

/** One version with its texts, for the administration. @throws Refusal `not-found` */
export async function findVersion(
	db: Reading,
	version: number,
): Promise<{ version: number; publishedAt: Date | null; texts: TermsText[] }> {
	const row = await db
		.selectFrom('terms')
		.select(['version', 'published_at as publishedAt'])
		.where('version', '=', version)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return { ...row, texts: await textsOf(db, version) };
}

export function textsOf(db: Reading, version: number): Promise<TermsText[]> {
	return db
		.selectFrom('terms_text')
		.select(['locale', 'body_html as html', 'revision'])
		.where('version', '=', version)
		.$castTo<TermsText>()
		.execute();
}

/** How many customers a new version would ask: everybody who can log in. */
export async function countCustomersToAsk(db: Reading): Promise<number> {
	const { count } = await db
		.selectFrom('account')
		.select(sql<number>`count(*)`.as('count'))
		.where('kind', '=', 'customer')
		.where('disabled_at', 'is', null)
		.executeTakeFirstOrThrow();
	return count;
}
