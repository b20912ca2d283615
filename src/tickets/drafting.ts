import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { wasSubmitted } from '../database/submitting.ts';
import { Refusal } from '../refusal.ts';

/** What is being written, field by field, with the ids of files that have arrived already. */
export type Draft = { fields: Record<string, string>; attached: string[]; at: Date };

/**
 * Which showing of a form writes: `turn` counts its saves, so that one that was overtaken is known. `seen` is the stamp of what it began with, ''
 * where that was nothing; without a stamp it takes over whatever is there.
 */
export type Showing = { key: string; turn: number; seen?: string };

type Written = Pick<Draft, 'fields' | 'attached'> & { showing?: Showing };

/** Where the words for a ticket are kept until they are sent: a note beside the answer, not in its stead. */
export function placeOn(number: number, field: 'message' | 'note'): string {
	return field === 'note' ? `note:${number}` : `ticket:${number}`;
}

// A message's own limit.
const longestField = 200_000;

/**
 * Keeps what is being written at a place ('ticket:1042', 'new:k-tag:KT-1'): it survives logout, closure and restart.
 * @throws Refusal `written-elsewhere` (another showing has written there since), `text-invalid` (of a showing; a form that was sent has been told)
 */
export async function keepDraft(
	db: Reading,
	accountId: number,
	place: string,
	{ fields, attached, showing }: Written,
	now: Date,
): Promise<void> {
	// The last save of a form may arrive when the form itself has.
	if (showing && (await wasSubmitted(db, accountId, showing.key))) return;
	if (showing && Object.values(fields).some((value) => value.length > longestField)) throw new Refusal('text-invalid');
	const entries = Object.entries(fields).filter(([, value]) => value !== '' && value.length <= longestField);
	const kept = { fields: Object.fromEntries(entries), attached, key: showing?.key, turn: showing?.turn };
	const row = { fields: JSON.stringify(kept), updated_at: now };
	const written = await db
		.insertInto('draft')
		.values({ account_id: accountId, place, ...row })
		.onConflict((conflict) => conflict.columns(['account_id', 'place']).doUpdateSet(row).where(mayReplace(showing)))
		.returning('place')
		.executeTakeFirst();
	if (!written) throw new Refusal('written-elsewhere');
}

/** Throws away what a showing has emptied. @throws Refusal `written-elsewhere` */
export async function emptyDraft(db: Reading, accountId: number, place: string, showing?: Showing): Promise<void> {
	await db
		.deleteFrom('draft')
		.where('account_id', '=', accountId)
		.where('place', '=', place)
		.where(mayReplace(showing))
		.execute();
	if (await findDraft(db, accountId, place)) throw new Refusal('written-elsewhere');
}

function mayReplace(showing: Showing | undefined) {
	if (showing?.seen === undefined) return sql<boolean>`true`;
	const { key, turn, seen } = showing;
	return sql<boolean>`case when draft.fields ->> 'key' = ${key} then (draft.fields ->> 'turn')::int < ${turn}::int
		else draft.updated_at = ${seen || null}::timestamptz end`;
}

/** What a form carries from the page that showed this draft, or none. */
export function stampOfDraft(draft: Draft | undefined): string {
	return draft?.at.toISOString() ?? '';
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
