import { sql } from 'kysely';
import { difference } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import {
	cancelClosure,
	changeClosure,
	planClosure,
	type ClosureChange,
	type NewClosure,
} from '../branches/closure-planning.ts';
import type { Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import { audienceOf, type Announcement } from './announcement.ts';
import { announcements, asAnnouncement } from './finding.ts';
import { wordFacts, writeAgain, writeNew, writeTexts } from './writing.ts';

export type Texts = Announcement['texts'];

/**
 * Plans a closure and announces it, in one transaction: shown from now to its end, told by letter now or at `lettersAt`. Answers the
 * closure's id.
 * @throws Refusal `closure-times-wrong`, `closure-too-soon`, `holiday-accepted`
 */
export async function publishClosure(
	trx: Writing,
	by: By,
	{ closure, texts, lettersAt }: { closure: NewClosure; texts: Texts; lettersAt?: Date },
	now: Date,
): Promise<number> {
	const closureId = await planClosure(trx, closure, now);
	const { branchId, endsAt: shownUntil, kind } = closure;
	const announcement = { closureId, branchId, audience: audienceOf(kind), shownFrom: now, shownUntil, texts };
	await writeNew(trx, { ...announcement, lettersAt: lettersAt ?? now }, now);
	await record(trx, by, { action: 'closure-planned', subject: `closure:${closureId}`, after: factsOf(closure) });
	return closureId;
}

/**
 * Changes a closure and its announcement, whose new revision is told again.
 * @throws Refusal `not-found`, `changed-meanwhile`, `closure-over`, `closure-times-wrong`, `closure-too-soon`,
 * `announcement-unchanged`: nobody is told again of what he knows
 */
export async function changePublished(
	trx: Writing,
	by: By,
	{ change, texts }: { change: ClosureChange; texts: Texts },
	now: Date,
): Promise<void> {
	const said = await wordsOf(trx, change.id);
	const { before, after } = await changeClosure(trx, change, now);
	const changed = difference({ ...factsOf(before), ...said }, { ...factsOf(after), ...wordFacts(texts) });
	if (!changed) throw new Refusal('announcement-unchanged');
	const announced = { branch_id: after.branchId, shown_until: after.endsAt, ...dueAgain(now) };
	const id = await writeAgain(trx, { closure_id: change.id }, announced, now);
	await writeTexts(trx, id, texts);
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
	const change = outcome === 'ended' ? { shown_until: now } : { withdrawn_at: now };
	await writeAgain(trx, { closure_id: shown.id }, { ...change, ...dueAgain(now) }, now);
	const after: Facts = outcome === 'ended' ? { endsAt: now.toISOString() } : { cancelled: true };
	const action = outcome === 'ended' ? 'closure-changed' : 'closure-cancelled';
	await record(trx, by, { action, subject: `closure:${shown.id}`, after });
	return outcome;
}

async function wordsOf(trx: Writing, closureId: number): Promise<Facts> {
	const row = await announcements(trx).where('a.closure_id', '=', closureId).executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return wordFacts(asAnnouncement(row).texts);
}

// Those whose time has not come wait for it.
function dueAgain(now: Date) {
	return { letters_at: sql<Date>`greatest(letters_at, ${now})` };
}

function factsOf({ startsAt, endsAt, ...facts }: NewClosure): Facts {
	return { ...facts, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}
