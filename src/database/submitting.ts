import { sql } from 'kysely';
import type { Reading, Writing } from './connection.ts';

/** A form can be sent again for this long and is still recognised. */
const rememberedDays = 7;

/** Whether the form of this key has done its work. */
export async function wasSubmitted(db: Reading, accountId: number, key: string): Promise<boolean> {
	const row = await db
		.selectFrom('submission')
		.select('key')
		.where('account_id', '=', accountId)
		.where('key', '=', key)
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * Does the work once for a form's key: a second post of the same form waits for the first and gets its answer.
 * Without a key the work is simply done.
 */
export async function once<Outcome>(
	trx: Writing,
	accountId: number,
	key: string | undefined,
	work: () => Promise<Outcome>,
): Promise<Outcome> {
	if (!key) return work();
	// The unique key makes the second transaction wait here until the first has ended.
	const first = await trx
		.insertInto('submission')
		.values({ account_id: accountId, key, outcome: 'null' })
		.onConflict((conflict) => conflict.doNothing())
		.returning('key')
		.executeTakeFirst();
	if (!first) {
		const { outcome } = await trx
			.selectFrom('submission')
			.select('outcome')
			.where('account_id', '=', accountId)
			.where('key', '=', key)
			.executeTakeFirstOrThrow();
		return outcome as Outcome;
	}
	const outcome = await work();
	await trx
		.updateTable('submission')
		.set({ outcome: JSON.stringify(outcome) })
		.where('account_id', '=', accountId)
		.where('key', '=', key)
		.execute();
	return outcome;
}

/** Removes the keys of forms sent long ago. */
export async function forgetOldSubmissions(db: Reading): Promise<void> {
	await db
		.deleteFrom('submission')
		.where('created_at', '<', sql<Date>`now() - make_interval(days => ${sql.lit(rememberedDays)})`)
		.execute();
}
