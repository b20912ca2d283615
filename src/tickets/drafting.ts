import type { Reading, Writing } from '../database/connection.ts';

/** What is being written, field by field, with the ids of files that have arrived already. */
export type Draft = { fields: Record<string, string>; attached: string[]; at: Date };

const longestField = 50_000;

/** Keeps what is being written at a place ('ticket:1042', 'new:k-tag:KT-1'): it survives logout, closure and restart. */
export async function keepDraft(
	db: Reading,
	accountId: number,
	place: string,
	draft: Omit<Draft, 'at'>,
	now: Date,
): Promise<void> {
	const entries = Object.entries(draft.fields).filter(([, value]) => value !== '' && value.length <= longestField);
	const fields = JSON.stringify({ fields: Object.fromEntries(entries), attached: draft.attached });
	await db
		.insertInto('draft')
		.values({ account_id: accountId, place, fields, updated_at: now })
		.onConflict((conflict) => conflict.columns(['account_id', 'place']).doUpdateSet({ fields, updated_at: now }))
		.execute();
}

/** The account's own draft at a place, or nothing. */
export async function findDraft(db: Reading, accountId: number, place: string): Promise<Draft | undefined> {
	const row = await db
		.selectFrom('draft')
		.select(['fields', 'updated_at as at'])
		.where('account_id', '=', accountId)
		.where('place', '=', place)
		.executeTakeFirst();
	return row && { ...(row.fields as Omit<Draft, 'at'>), at: row.at };
}

/** Sent or thrown away. */
export async function forgetDraft(trx: Writing | Reading, accountId: number, place: string): Promise<void> {
	await trx.deleteFrom('draft').where('account_id', '=', accountId).where('place', '=', place).execute();
}
