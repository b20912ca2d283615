import { sql } from 'kysely';
import { branchesServing, type ServingBranch } from '../branches/serving.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { asTable, insertMany } from '../database/inserting.ts';
import { Cells, rounds, sound, type Columns, type FileRow, type Imported } from '../database/sifting.ts';
import { sendFirstPasswords } from '../mail/sending-credentials.ts';
import { isLocale, locales, type Locale } from '../identity/account.ts';
import { isCountry, presentCode } from './country.ts';

/** The columns of a file of customers (docs/import.md). */
export const customerColumns: Columns = {
	code: true,
	company: true,
	email: true,
	country: true,
	language: false,
	time_zone: false,
	address: false,
	phone: false,
};

type CustomerRow = {
	cells: Cells;
	code: string;
	company: string;
	email: string;
	country: string;
	/** null: the branch's, where it serves its own country, else English. */
	language: Locale | null;
	/** '': the branch's. */
	timeZone: string;
	address: string;
	phone: string;
};

/**
 * Registers customers without a password: their accounts open nothing until they recover one, or choose one by the first password
 * that `mails` sends to each who is new. A code that is known already stays as it is, or takes over what the row says with
 * `update`; an empty cell never empties anything.
 */
export async function importCustomers(
	trx: Writing,
	rows: FileRow[],
	{ update = false, mails = false }: { update?: boolean; mails?: boolean } = {},
): Promise<Imported> {
	const candidates = rows.map((row) => readCustomer(new Cells(row)));
	const good = sound(candidates);
	const branches = await branchesServing(
		trx,
		good.map(({ country }) => country),
	);
	const outcome = { added: 0, updated: 0, existing: 0 };
	for (const round of rounds(good, ({ code }) => code)) {
		const added = await register(trx, round, branches);
		if (mails) await sendFirstPasswords(trx, [...added.values()], new Date());
		const known = round.filter(({ code }) => !added.has(code.toLowerCase()));
		const updated = update ? await overwrite(trx, known) : 0;
		outcome.added += added.size;
		outcome.updated += updated;
		outcome.existing += known.length - updated;
	}
	return { ...outcome, refused: candidates.flatMap(({ cells }) => cells.refused) };
}

/** The ids and countries of customers by their codes, for rows that speak of them. */
export async function findByCodes(db: Reading, codes: string[]): Promise<Map<string, { id: number; country: string }>> {
	const rows = await db
		.selectFrom('customer')
		.select(['id', 'code', 'country'])
		.where('code', '=', sql<string>`any(${[...new Set(codes)]}::text[])`)
		.execute();
	return new Map(rows.map((row) => [row.code, row]));
}

/** A customer code in a cell: letters, digits and hyphens, in any case. */
export function readCode(cells: Cells, column: string, required = false): string {
	const rules = { most: 100, required };
	return cells
		.matching(column, /^[A-Z0-9][A-Z0-9-]{0,31}$/i, rules, 'must be letters, digits and hyphens, at most 32')
		.toUpperCase();
}

function readCustomer(cells: Cells): CustomerRow {
	const mail = { most: 254, required: true };
	return {
		cells,
		code: readCode(cells, 'code', true),
		company: cells.text('company', { most: 200, required: true }),
		email: cells.matching('email', /^[^@\s,;<>"]+@[^@\s,;<>"]+$/, mail, 'is not an e-mail address'),
		country: readCountry(cells),
		language: cells.oneOf('language', locales),
		timeZone: readTimeZone(cells),
		address: cells.text('address', { most: 500, lines: true }),
		phone: cells.text('phone', { most: 50 }),
	};
}

function readCountry(cells: Cells): string {
	const form = 'must be the two letters of a country (ISO 3166), such as IT';
	const code = cells.matching('country', /^[A-Z]{2}$/i, { most: 100, required: true }, form).toUpperCase();
	if (code === '' || isCountry(code)) return code;
	const today = presentCode(code);
	cells.refuse('country', today === code ? form : `is not the code of a country (ISO 3166): write ${today}`);
	return '';
}

function readTimeZone(cells: Cells): string {
	const zone = cells.text('time_zone', { most: 100 });
	if (zone === '') return '';
	try {
		if (/^[A-Z]/i.test(zone)) return new Temporal.ZonedDateTime(0n, zone).timeZoneId;
	} catch {
		// Not a zone: said below, as of an offset, which knows no summer time.
	}
	cells.refuse('time_zone', 'is not an IANA time zone, such as Europe/Rome');
	return '';
}

/** Answers the logins that were free, with the accounts that they are now. */
async function register(
	trx: Writing,
	rows: CustomerRow[],
	branches: Map<string, ServingBranch>,
): Promise<Map<string, number>> {
	const accounts = rows.map(({ code, country, language, timeZone }) => {
		const branch = branches.get(country);
		return {
			kind: 'customer',
			login: code.toLowerCase(),
			locale: language ?? languageOf(branch, country),
			time_zone: timeZone || (branch?.timeZone ?? 'UTC'),
		};
	});
	const free = sql`on conflict on constraint account_login_is_taken do nothing returning id, login`;
	const ids = new Map(
		(await insertMany<{ id: number; login: string }>(trx, 'account', accounts, free)).map(({ id, login }) => [
			login,
			id,
		]),
	);
	const customers = rows.flatMap(({ code, company, email, country, address, phone }) => {
		const id = ids.get(code.toLowerCase());
		return id === undefined ? [] : [{ id, code, company, email, country, address, phone }];
	});
	await insertMany(trx, 'customer', customers);
	return ids;
}

function languageOf(branch: ServingBranch | undefined, country: string): Locale {
	const own = branch?.country === country ? branch.languages[0] : undefined;
	return isLocale(own) ? own : 'en';
}

/** Answers how many customers this changed. */
async function overwrite(trx: Writing, rows: CustomerRow[]): Promise<number> {
	const customers = rows.map(({ code, company, email, country, address, phone }) => {
		return { code, company, email, country, address, phone };
	});
	const accounts = rows.map(({ code, language, timeZone }) => {
		return { login: code.toLowerCase(), locale: language ?? undefined, time_zone: timeZone || undefined };
	});
	const changed = await sql<{ id: number }>`
		update customer as c set company = n.company, email = n.email, country = n.country,
			address = coalesce(nullif(n.address, ''), c.address), phone = coalesce(nullif(n.phone, ''), c.phone)
		from ${asTable('customer', customers)} as n
		where c.code = n.code and (c.company, c.email, c.country, c.address, c.phone) is distinct from
			(n.company, n.email, n.country, coalesce(nullif(n.address, ''), c.address), coalesce(nullif(n.phone, ''), c.phone))
		returning c.id
	`.execute(trx);
	const settings = await sql<{ id: number }>`
		update account as a set locale = coalesce(n.locale, a.locale), time_zone = coalesce(n.time_zone, a.time_zone)
		from ${asTable('account', accounts)} as n
		where a.kind = 'customer' and a.login = n.login and (a.locale, a.time_zone) is distinct from
			(coalesce(n.locale, a.locale), coalesce(n.time_zone, a.time_zone))
		returning a.id
	`.execute(trx);
	return new Set([...changed.rows, ...settings.rows].map(({ id }) => id)).size;
}
