import { difference } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import {
	cancelClosure,
	changeClosure,
	planClosure,
	type ClosureChange,
	type PlannedClosure,
} from '../branches/closure-planning.ts';
import type { Writing } from '../database/connection.ts';
import { locales, type Locale } from '../identity/account.ts';
import { audienceOf, type AnnouncementText } from './announcement.ts';

export type Texts = Record<Locale, AnnouncementText>;

/**
 * Plans a closure and announces it, in one transaction: shown from now to its end, told by letter. Answers the closure's id.
 * @throws Refusal `closure-times-wrong`, `closure-too-soon`
 */
export async function publishClosure(
	trx: Writing,
	by: By,
	{ closure, texts }: { closure: PlannedClosure; texts: Texts },
	now: Date,
): Promise<number> {
	const closureId = await planClosure(trx, closure, now);
	const { id } = await trx
		.insertInto('announcement')
		.values({
			closure_id: closureId,
			branch_id: closure.branchId,
			audience: audienceOf(closure.kind),
			shown_from: now,
			shown_until: closure.endsAt,
			letters_at: now,
			published_at: now,
			changed_at: now,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await writeTexts(trx, id, texts);
	await record(trx, by, { action: 'closure-planned', subject: `closure:${closureId}`, after: factsOf(closure) });
	return closureId;
}

/**
 * Changes a closure and its announcement, whose new revision is told again.
 * @throws Refusal `not-found`, `changed-meanwhile`, `closure-over`, `closure-times-wrong`, `closure-too-soon`
 */
export async function changePublished(
	trx: Writing,
	by: By,
	{ change, texts }: { change: ClosureChange; texts: Texts },
	now: Date,
): Promise<void> {
	const { before, after } = await changeClosure(trx, change, now);
	const id = await tellAgain(trx, change.id, { branch_id: after.branchId, shown_until: after.endsAt }, now);
	await writeTexts(trx, id, texts);
	const changed = difference(factsOf(before), factsOf(after));
	await record(trx, by, { action: 'closure-changed', subject: `closure:${change.id}`, ...changed });
}

/**
 * Cancels a closure that has not started and withdraws its announcement, or ends one that runs; either is told.
 * @throws Refusal `not-found`, `changed-meanwhile`, `closure-over`
 */
export async function cancelPublished(
	trx: Writing,
	by: By,
	shown: { id: number; version: number },
	now: Date,
): Promise<'cancelled' | 'ended'> {
	const outcome = await cancelClosure(trx, shown, now);
	await tellAgain(trx, shown.id, outcome === 'ended' ? { shown_until: now } : { withdrawn_at: now }, now);
	const after: Facts = outcome === 'ended' ? { endsAt: now.toISOString() } : { cancelled: true };
	const action = outcome === 'ended' ? 'closure-changed' : 'closure-cancelled';
	await record(trx, by, { action, subject: `closure:${shown.id}`, after });
	return outcome;
}

type Change = { branch_id?: number | null; shown_until?: Date; withdrawn_at?: Date };

async function tellAgain(trx: Writing, closureId: number, change: Change, now: Date): Promise<number> {
	const { id } = await trx
		.updateTable('announcement')
		.set({ ...change, changed_at: now, letters_at: now, told_to_account: 0, told_at: null })
		.set((column) => ({ revision: column('revision', '+', 1) }))
		.where('closure_id', '=', closureId)
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function writeTexts(trx: Writing, announcementId: number, texts: Texts): Promise<void> {
	await trx
		.insertInto('announcement_text')
		.values(locales.map((locale) => ({ announcement_id: announcementId, locale, ...texts[locale] })))
		.onConflict((conflict) =>
			conflict.columns(['announcement_id', 'locale']).doUpdateSet((row) => ({
				title: row.ref('excluded.title'),
				body: row.ref('excluded.body'),
			})),
		)
		.execute();
}

function factsOf({ startsAt, endsAt, ...facts }: PlannedClosure): Facts {
	return { ...facts, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}
