import { sql } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';

/**
 * A customer accepts the terms of use in the version that he has read (product.md E1). Accepting the same one twice, as a double
 * click does, is once; the time of the first stays.
 * @throws Refusal `changed-meanwhile` when a newer one was published while he read
 */
export async function acceptTerms(
	trx: Writing,
	customer: CustomerActor,
	{ version, address }: { version: number; address: string },
	now: Date,
): Promise<void> {
	const newest = await trx
		.selectFrom('terms')
		.select('version')
		.where('published_at', 'is not', null)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (newest?.version !== version) throw new Refusal('changed-meanwhile');
	await trx
		.insertInto('terms_acceptance')
		.values({ account_id: customer.id, version, accepted_at: now, address })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	await trx
		.updateTable('account')
		.set({ terms_version: sql`greatest(terms_version, ${version})` })
		.where('id', '=', customer.id)
		.execute();
}
