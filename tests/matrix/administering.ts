import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';
import { locales } from '../../src/identity/account.ts';
import { announce } from '../announcing.ts';
import type { Accounts, Who } from './people.ts';
import { uuidOf, type Thing } from './thing.ts';

const now = new Date();

/** Who has a second factor, and which. It is his alone: nobody else knows of it, staff neither. */
export const factorOf: Partial<Record<Who, 'totp' | 'passkey'>> = {
	stranger: 'totp',
	technicianFrance: 'totp',
	master: 'passkey',
};

export async function factorThings(db: Kysely<DB>, accounts: Accounts): Promise<Thing[]> {
	const things: Thing[] = [];
	for (const [place, owner] of (Object.keys(factorOf) as Who[]).entries()) {
		const id = uuidOf(5, place);
		const values = { id, kind: factorOf[owner]!, account_id: accounts[owner], name: 'Phone', confirmed_at: now };
		const secrets =
			factorOf[owner] === 'totp'
				? { secret: 'JBSWY3DPEHPK3PXP' }
				: { credential_id: 'AAECAwQFBgc', public_key: Buffer.alloc(77) };
		await db
			.insertInto('authenticator')
			.values({ ...values, ...secrets })
			.execute();
		things.push({ name: `factor of the ${owner}`, values: { id }, rights: {}, branches: [], owner });
	}
	return [
		...things,
		{ name: 'a missing factor', values: { id: uuidOf(5, 9) }, rights: {}, branches: [], isMissing: true },
	];
}

/** Things of the administration, which those who may open it see all; the last is missing. */
export function administered(name: string, ...each: Record<string, string>[]): Thing[] {
	return each.map((values, place) => ({
		name: `${name} ${Object.values(values).join(' ')}`,
		values,
		rights: {},
		branches: [],
		...(place === each.length - 1 ? { isMissing: true } : {}),
	}));
}

export async function offerProvider(db: Kysely<DB>): Promise<number> {
	const values = { label: 'Maker', issuer: 'https://login.maker.example', client_id: 'desk', client_secret: 'kept' };
	return (await db.insertInto('identity_provider').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

export async function offerCarrier(db: Kysely<DB>): Promise<number> {
	const values = { name: 'Corriere', position: 1, tracking_url: 'https://carrier.example/?n={tracking}' };
	return (await db.insertInto('carrier').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

/** What belongs to a product, with a picture of its own, which anybody may see who knows its hash. */
export async function accessoryThings(db: Kysely<DB>) {
	const bytes = Buffer.from('picture');
	const hash = createHash('sha256').update(bytes).digest('hex');
	await db.insertInto('accessory_picture').values({ hash, bytes, chosen_at: now }).execute();
	const list = JSON.stringify([{ slug: 'case', names: { en: 'Case' }, picture: hash }]);
	await db.updateTable('product').set({ accessories: list }).where('slug', '=', 'k-tag').execute();
	const of = { slug: 'k-tag' };
	return {
		accessory: administered('accessory', { ...of, accessory: 'case' }, { ...of, accessory: 'spoon' }),
		'accessory picture': administered('picture', { hash }, { hash: 'f'.repeat(64) }),
	};
}

export async function runImport(db: Kysely<DB>, accounts: Accounts): Promise<number> {
	const values = { kind: 'units', account_id: accounts.administrator, file_name: 'units.csv', stored_as: 'units' };
	const run = { ...values, size: 1, format: 'csv', encoding: 'utf-8', state: 'finished', finished_at: now };
	return (await db.insertInto('import_run').values(run).returning('id').executeTakeFirstOrThrow()).id;
}

/** One announcement that is shown and of which nobody gets a letter. */
export async function announceQuietly(db: Kysely<DB>): Promise<number> {
	return db.transaction().execute((trx) => announce(trx, { audience: 'nobody' }, now));
}

/** One closure that lies far ahead, and of which nobody gets a letter. */
export async function closeQuietly(db: Kysely<DB>): Promise<number> {
	const [starts_at, ends_at] = [400, 401].map((days) => new Date(now.getTime() + days * 86_400_000)) as [Date, Date];
	return db.transaction().execute(async (trx) => {
		const { id } = await trx
			.insertInto('closure')
			.values({ kind: 'company_holiday', starts_at, ends_at, created_at: now })
			.returning('id')
			.executeTakeFirstOrThrow();
		await announce(trx, { closure_id: id, audience: 'nobody', shown_until: ends_at }, now);
		return id;
	});
}

/** One version of the terms that everybody accepted but one, and a draft of the next. */
export async function publishTerms(db: Kysely<DB>, debtor: number): Promise<void> {
	await sql`insert into terms values (1, ${now}), (2, null)`.execute(db);
	await sql`
		insert into terms_text (version, locale, body_html)
		select 1, locale, '<p>Fair use.</p>' from unnest(${locales}::text[]) as locale
	`.execute(db);
	await sql`update account set terms_version = 1 where id <> ${debtor}`.execute(db);
}
