import { sql, type Kysely } from 'kysely';
import type { Writing } from '../src/database/connection.ts';
import type { DB } from '../src/database/schema.generated.ts';
import { loadCarriers } from './carriers.ts';
import { branches, maker, shippingInstructions, type DefaultBranch } from './default.ts';
import { attachDemonstrationFiles } from './demonstration/attaching.ts';
import { registerEverybody } from './demonstration/people.ts';
import { tell } from './demonstration/telling.ts';
import { tickets } from './demonstration/tickets.ts';
import { products } from './products.ts';
import { acceptForDemonstration, loadTerms } from './terms.ts';

export type Installing = { demo: boolean; filesDirectory: string; now?: Date };

/** What was loaded by this call. `files` makes what is missing of the demonstration's files: seconds of work, for when the portal is up. */
export type Installed = { defaults: boolean; demonstration: boolean; files(): Promise<number> };

/**
 * Loads the default installation into a database without a maker, carriers and the first terms of use into one without any, and, when
 * asked, the demonstration into one without customers.
 * What is there already is left alone, so every start may call it; several nodes at once load it once.
 */
export async function install(
	db: Kysely<DB>,
	{ demo, filesDirectory, now = new Date() }: Installing,
): Promise<Installed> {
	const loaded = await db.transaction().execute(async (trx) => {
		await sql`select pg_advisory_xact_lock(hashtext('serialdesk installation'))`.execute(trx);
		const defaults = await loadDefaults(trx);
		await loadCarriers(trx);
		const terms = await loadTerms(trx, now);
		const demonstration = demo && (await loadDemonstration(trx, now));
		if (demonstration || (terms && demo)) await acceptForDemonstration(trx, now);
		return { defaults, demonstration };
	});
	return { ...loaded, files: async () => (demo ? attachDemonstrationFiles(db, filesDirectory) : 0) };
}

async function loadDefaults(trx: Writing): Promise<boolean> {
	if (await trx.selectFrom('maker').select('brand').executeTakeFirst()) return false;
	await trx.insertInto('maker').values(maker).execute();
	for (const branch of branches) await openBranch(trx, branch);
	await trx.insertInto('product').values(products.map(productRow)).execute();
	return true;
}

async function openBranch(trx: Writing, branch: DefaultBranch): Promise<void> {
	const { id } = await trx
		.insertInto('branch')
		.values({
			slug: branch.slug,
			legal_name: branch.legalName,
			country: branch.country,
			time_zone: branch.timeZone,
			languages: branch.languages,
			phone: branch.phone,
			shipping_address: branch.shippingAddress,
			shipping_instructions: JSON.stringify(shippingInstructions),
			serves_the_rest: branch.servesTheRest ?? false,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const hours = branch.hours.flatMap(({ weekdays, opens, closes }) =>
		weekdays.map((weekday) => ({ branch_id: id, weekday, opens, closes })),
	);
	await trx.insertInto('branch_hours').values(hours).execute();
	await trx
		.insertInto('branch_country')
		.values(branch.serves.map((country) => ({ country, branch_id: id })))
		.execute();
}

function productRow(product: (typeof products)[number], index: number) {
	return {
		slug: product.slug,
		name: product.name,
		position: index + 1,
		taglines: JSON.stringify(product.taglines),
		help: JSON.stringify(product.help),
		newest_version: product.newestVersion,
		has_serials: product.hasSerials,
		fields: product.fields,
		slots: product.slots,
		accessories: JSON.stringify(product.accessories),
		subscription_policy: product.subscriptionPolicy,
	};
}

async function loadDemonstration(trx: Writing, now: Date): Promise<boolean> {
	if (await trx.selectFrom('customer').select('id').limit(1).executeTakeFirst()) return false;
	const cast = await registerEverybody(trx, now);
	for (const ticket of tickets) await tell(trx, cast, ticket, now);
	// What is told as past was mailed long ago: nobody gets sixty letters at the first start.
	const accounts = [...cast.values()].map(({ id }) => id);
	await trx.deleteFrom('outgoing_mail').where('account_id', 'in', accounts).execute();
	return true;
}
