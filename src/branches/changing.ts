import { sql } from 'kysely';
import { difference } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { may, type Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { inOrder, type BranchFields, type OfficeHours } from './branch.ts';
import { findBranchSheet } from './finding.ts';
import { gatherDays } from './office-hours.ts';

/**
 * Adds a branch. With `takesTheRest` it takes that from the one that had it. Answers its id.
 * @throws Refusal `not-allowed`, `slug-taken`, `country-taken`
 */
export async function addBranch(
	trx: Writing,
	actor: Actor,
	by: By,
	{ slug, ...fields }: BranchFields & { slug: string },
): Promise<number> {
	mustAdminister(actor);
	await lockAll(trx);
	const branch = { ...fields, languages: inOrder(fields.languages, [], fields.country) };
	await mustBeFree(trx, 0, branch.countries);
	const { id } = await trx
		.insertInto('branch')
		.values({ slug, ...columnsOf(branch) })
		.returning('id')
		.executeTakeFirstOrThrow()
		.catch(explainTaken);
	await setCountries(trx, id, branch.countries);
	await setHours(trx, id, branch.hours);
	if (branch.takesTheRest) await takeTheRest(trx, by, { id, slug });
	await record(trx, by, { action: 'branch-added', subject: `branch:${slug}`, after: factsOf(branch) });
	return id;
}

/**
 * Changes a branch, if it still is what was shown. Taking the rest is taken from another, never given up: without `takesTheRest`
 * whoever has it keeps it.
 * @throws Refusal `not-allowed`, `not-found`, `changed-meanwhile`, `country-taken`
 */
export async function changeBranch(
	trx: Writing,
	actor: Actor,
	by: By,
	{ id, version, ...fields }: BranchFields & { id: number; version: number },
): Promise<void> {
	const staff = mustAdminister(actor);
	await lockAll(trx);
	const before = await findBranchSheet(trx, staff, id);
	const languages = inOrder(fields.languages, before.languages, fields.country);
	const after = { ...fields, languages, takesTheRest: before.takesTheRest || fields.takesTheRest };
	const changed = difference(factsOf(before), factsOf(after));
	if (!changed) return;
	if (before.version !== version) throw new Refusal('changed-meanwhile');
	await mustBeFree(trx, id, after.countries);
	await trx
		.updateTable('branch')
		.set({ ...columnsOf(after), version: version + 1 })
		.where('id', '=', id)
		.execute();
	await setCountries(trx, id, after.countries);
	await setHours(trx, id, after.hours);
	if (after.takesTheRest && !before.takesTheRest) await takeTheRest(trx, by, before);
	await record(trx, by, { action: 'branch-changed', subject: `branch:${before.slug}`, ...changed });
}

/** Refuses whoever does not administer. @throws Refusal `not-allowed` */
export function mustAdminister(actor: Actor) {
	if (actor.kind !== 'staff' || !may(actor, 'administer')) throw new Refusal('not-allowed');
	return actor;
}

// What one branch serves is a matter of all: whoever changes one waits for whoever changes another. Tickets are opened meanwhile.
async function lockAll(trx: Writing): Promise<void> {
	await trx.selectFrom('branch').select('id').orderBy('id').forNoKeyUpdate().execute();
}

async function mustBeFree(trx: Writing, id: number, countries: string[]): Promise<void> {
	const [taken] = await trx
		.selectFrom('branch_country as c')
		.innerJoin('branch as b', 'b.id', 'c.branch_id')
		.select('b.legal_name as by')
		.select(sql<string>`string_agg(c.country, ' ' order by c.country)`.as('countries'))
		.where('c.country', '=', sql<string>`any(${countries}::text[])`)
		.where('b.id', '<>', id)
		.groupBy('b.id')
		.orderBy('b.id')
		.limit(1)
		.execute();
	if (taken) throw new Refusal('country-taken', taken);
}

async function setCountries(trx: Writing, id: number, countries: string[]): Promise<void> {
	await trx.deleteFrom('branch_country').where('branch_id', '=', id).execute();
	await sql`insert into branch_country (branch_id, country) select ${id}::bigint, unnest(${countries}::text[])`.execute(
		trx,
	);
}

async function setHours(trx: Writing, id: number, hours: OfficeHours[]): Promise<void> {
	await trx.deleteFrom('branch_hours').where('branch_id', '=', id).execute();
	if (hours.length === 0) return;
	await trx
		.insertInto('branch_hours')
		.values(hours.map((interval) => ({ branch_id: id, ...interval })))
		.execute();
}

/** The one that had it has changed too: whoever is changing it sees that. */
async function takeTheRest(trx: Writing, by: By, { id, slug }: { id: number; slug: string }): Promise<void> {
	const [had] = await trx
		.updateTable('branch')
		.set((column) => ({ serves_the_rest: false, version: column('version', '+', 1) }))
		.where('serves_the_rest', '=', true)
		.returning('slug')
		.execute();
	await trx.updateTable('branch').set({ serves_the_rest: true }).where('id', '=', id).execute();
	if (!had) return;
	const change = { before: { takesTheRest: true }, after: { takesTheRest: false, takenBy: slug } };
	await record(trx, by, { action: 'branch-changed', subject: `branch:${had.slug}`, ...change });
}

function columnsOf({ legalName, country, timeZone, languages, phone, ...shipping }: BranchFields) {
	return {
		legal_name: legalName,
		country,
		time_zone: timeZone,
		languages,
		phone,
		shipping_address: shipping.shippingAddress,
		shipping_instructions: JSON.stringify(shipping.shippingInstructions),
	};
}

function factsOf({ hours, countries, shippingInstructions, ...branch }: BranchFields): Facts {
	const { legalName, country, timeZone, phone, languages, takesTheRest, shippingAddress } = branch;
	const said = Object.entries(shippingInstructions).map(([locale, words]) => `${locale}: ${words}`);
	const shipping = { shippingAddress, shippingInstructions: said.toSorted() };
	const week = gatherDays(hours).map((days) => `${days.first}–${days.last} ${days.hours}`);
	const served = countries.toSorted();
	return { legalName, country, timeZone, phone, languages, hours: week, countries: served, takesTheRest, ...shipping };
}

function explainTaken(error: unknown): never {
	if ((error as { constraint?: string }).constraint === 'branch_slug_is_taken') throw new Refusal('slug-taken');
	throw error;
}
