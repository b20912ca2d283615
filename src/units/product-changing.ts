import { changeOf } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Accessory } from './accessory.ts';
import type { ProductSettings, SubscriptionPolicy } from './product.ts';

/** The catalogue as the administration sees it, in its order. */
export async function listProductSettings(db: Reading): Promise<ProductSettings[]> {
	return (await settings(db).orderBy('position').execute()).map(asSettings);
}

/** One product as the administration sees it. @throws Refusal `not-found` */
export async function findProductSettings(db: Reading, slug: string): Promise<ProductSettings> {
	const row = await settings(db).where('slug', '=', slug).executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return asSettings(row);
}

/** What of a product a form may change; its stamp says what the form showed. */
export function productFacts({ newestVersion, subscriptionPolicy }: Change): Facts {
	return { newestVersion, subscriptionPolicy };
}

type Change = Pick<ProductSettings, 'newestVersion' | 'subscriptionPolicy'>;

/**
 * An administrator says which software is the newest and what an expired subscription means (product.md P2, P5), if both still are
 * what the form showed. It counts from the next request on.
 * @throws Refusal `not-allowed`, `not-found`, `changed-meanwhile`
 */
export async function changeProduct(
	trx: Writing,
	staff: StaffActor,
	{ slug, shown, ...change }: Change & { slug: string; shown: string },
	by: By,
): Promise<void> {
	if (!may(staff, 'administer')) throw new Refusal('not-allowed');
	const product = await settings(trx).where('slug', '=', slug).forUpdate().executeTakeFirst();
	if (!product) throw new Refusal('not-found');
	const { newestVersion, subscriptionPolicy } = product;
	const before: Facts = { newestVersion, subscriptionPolicy };
	const changed = changeOf(before, productFacts(change), shown);
	if (!changed) return;
	await trx
		.updateTable('product')
		.set({ newest_version: change.newestVersion, subscription_policy: change.subscriptionPolicy })
		.where('slug', '=', slug)
		.execute();
	await record(trx, by, { action: 'product-changed', subject: `product:${slug}`, ...changed });
}

function settings(db: Reading) {
	return db
		.selectFrom('product')
		.select(['slug', 'name', 'has_serials as hasSerials', 'newest_version as newestVersion'])
		.select(['subscription_policy as subscriptionPolicy', 'accessories']);
}

function asSettings(row: Awaited<ReturnType<ReturnType<typeof settings>['execute']>>[number]): ProductSettings {
	return {
		...row,
		subscriptionPolicy: row.subscriptionPolicy as SubscriptionPolicy,
		accessories: row.accessories as Accessory[],
	};
}
