import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import { branchesServing } from '../branches/serving.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { isLocale, type Locale } from '../identity/account.ts';
import { isEmailAddress } from '../mail/address.ts';
import { sendCredential } from '../mail/sending-credentials.ts';
import { Refusal } from '../refusal.ts';
import { isCountry, isTimeZone } from './country.ts';

export const codePattern = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

export type NewCustomer = {
	/** In capitals; left out, the next free one is drawn. */
	code?: string;
	company: string;
	email: string;
	country: string;
	/** Left out: those of the branch that serves the country. */
	locale?: Locale;
	timeZone?: string;
	address?: string;
	phone?: string;
	passwordHash?: string | null;
	/** Whether the first password goes out by mail (product.md E3); the demonstration and tests do without. */
	mailed?: boolean;
};

/**
 * Makes a customer and the account he logs in with; answers the id of both and his code. The first password goes to his
 * address, and nobody at the maker ever sees it (product.md E3, E5).
 * @throws Refusal `form-invalid` (`code`, `country`, `zone`), `email-invalid`, `code-taken`
 */
export async function registerCustomer(
	trx: Writing,
	customer: NewCustomer,
	by: By,
	now: Date,
): Promise<{ id: number; code: string }> {
	const { company, email, country, address = '', phone = '', passwordHash = null, mailed = true } = customer;
	refuseUnsound(customer);
	const settings = await settingsFor(trx, customer);
	const code = customer.code ?? (await drawCode(trx));
	const account = { login: code.toLowerCase(), locale: settings.locale, time_zone: settings.timeZone };
	const made = await trx
		.insertInto('account')
		.values({ kind: 'customer', ...account, password_hash: passwordHash, created_at: now })
		.onConflict((conflict) => conflict.constraint('account_login_is_taken').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!made) throw new Refusal('code-taken');
	await trx.insertInto('customer').values({ id: made.id, code, company, email, country, address, phone }).execute();
	if (mailed && !passwordHash) await sendCredential(trx, made.id, 'first-password', now);
	const after = { company, email, country, language: settings.locale, timeZone: settings.timeZone, address, phone };
	await record(trx, by, { action: 'customer-registered', subject: `customer:${code}`, after });
	return { id: made.id, code };
}

function refuseUnsound({ code, email, country, timeZone }: NewCustomer): void {
	if (!isEmailAddress(email)) throw new Refusal('email-invalid');
	const refuse = (field: string) => {
		throw new Refusal('form-invalid', { field });
	};
	if (code !== undefined && !codePattern.test(code)) refuse('code');
	if (!isCountry(country)) refuse('country');
	if (timeZone !== undefined && !isTimeZone(timeZone)) refuse('zone');
}

/** Language and zone of a customer who chose none: the branch's, in its own country, else English in the time of that branch. */
async function settingsFor(db: Reading, { country, locale, timeZone }: NewCustomer) {
	const branch = (await branchesServing(db, [country])).get(country);
	const spoken = branch?.country === country ? branch.languages[0] : undefined;
	return { locale: locale ?? (isLocale(spoken) ? spoken : 'en'), timeZone: timeZone ?? branch?.timeZone ?? 'UTC' };
}

/** The next number that no customer has, drawn for good: nobody else gets it. */
async function drawCode(trx: Writing): Promise<string> {
	const { rows } = await sql<{ number: number }>`
		with recursive drawn as (
			select nextval('customer_code_number') as number
			union all
			select nextval('customer_code_number') from drawn where ${taken(sql.ref('drawn.number'))}
		)
		select number from drawn order by number desc limit 1
	`.execute(trx);
	return `C${rows[0]?.number}`;
}

/** The code that a new customer may get: to be shown, so it is not drawn. */
export async function proposeCode(db: Reading): Promise<string> {
	const { rows } = await sql<{ number: number }>`
		select number from customer_code_number as s,
			generate_series(s.last_value + s.is_called::int, s.last_value + 10000) as number
		where not ${taken(sql.ref('number'))} limit 1
	`.execute(db);
	return rows[0] ? `C${rows[0].number}` : '';
}

function taken(number: ReturnType<typeof sql.ref>) {
	return sql`exists (select from account where kind = 'customer' and login = 'c' || ${number})`;
}
