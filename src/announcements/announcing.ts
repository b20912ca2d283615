import { difference } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Announcement } from './announcement.ts';
import { countConcerned, countRecipients } from './counting.ts';
import { announcements, asAnnouncement } from './finding.ts';
import { wordFacts, writeAgain, writeNew, writeTexts } from './writing.ts';

/** What is announced without a closure. Letters go out when it begins to be shown. */
export type PlainAnnouncement = Pick<Announcement, 'branchId' | 'audience' | 'texts'> & {
	/** null: from now on, as a time that has passed. */
	shownFrom: Date | null;
	/** null: until it is withdrawn. */
	shownUntil: Date | null;
};

/** The announcement as it was shown to whoever changes it. */
type Seen = { id: number; revision: number };

export type AnnouncementChange = PlainAnnouncement & { seen: Seen };

type Preview = { shownFrom: Date; recipients: number };

/**
 * Publishes an announcement (product.md B6). Answers its id.
 * @throws Refusal `announcement-times-wrong`
 */
export async function publishAnnouncement(
	trx: Writing,
	by: By,
	announcement: PlainAnnouncement,
	now: Date,
): Promise<number> {
	const timed = { ...announcement, shownFrom: laterOf(announcement.shownFrom, now) };
	mustEndLater(timed);
	const id = await writeNew(trx, { ...timed, closureId: null, lettersAt: timed.shownFrom }, now);
	await record(trx, by, { action: 'announcement-published', subject: subjectOf(id), after: factsOf(timed) });
	return id;
}

/** What publishing it now would mean: from when, and how many get a letter as things stand. @throws Refusal as publishing does */
export async function previewAnnouncement(db: Reading, announcement: PlainAnnouncement, now: Date): Promise<Preview> {
	const shownFrom = laterOf(announcement.shownFrom, now);
	mustEndLater({ ...announcement, shownFrom });
	return { shownFrom, recipients: await countRecipients(db, announcement) };
}

/**
 * Changes an announcement that is not over; the new revision is told again. One that is shown already goes on from where it began.
 * @throws Refusal `not-found` (also where it belongs to a closure), `changed-meanwhile`, `announcement-over`, `announcement-times-wrong`,
 * `announcement-unchanged`
 */
export async function changeAnnouncement(trx: Writing, by: By, change: AnnouncementChange, now: Date): Promise<void> {
	const { id } = change.seen;
	const { after, changed } = await settle(trx, change, now);
	const columns = { branch_id: after.branchId, audience: after.audience, shown_until: after.shownUntil };
	const begins = { shown_from: after.shownFrom, letters_at: laterOf(after.shownFrom, now) };
	await writeAgain(trx, { id }, { ...columns, ...begins }, now);
	await writeTexts(trx, id, after.texts);
	await record(trx, by, { action: 'announcement-changed', subject: subjectOf(id), ...changed });
}

/** What changing it now would mean: those who were told before are told too. @throws Refusal as changing does */
export async function previewChange(trx: Writing, change: AnnouncementChange, now: Date): Promise<Preview> {
	const { id, revision } = change.seen;
	const { after } = await settle(trx, change, now);
	const telling = { ...after, id, revision: revision + 1, withdrawn: false };
	return { shownFrom: after.shownFrom, recipients: await countConcerned(trx, telling) };
}

/**
 * Withdraws an announcement that is not over. Those who were told of it are told; of one that was to come nobody was.
 * @throws Refusal `not-found` (also where it belongs to a closure), `changed-meanwhile`, `announcement-over`
 */
export async function withdrawAnnouncement(trx: Writing, by: By, seen: Seen, now: Date): Promise<void> {
	await lockStanding(trx, seen, now);
	await writeAgain(trx, { id: seen.id }, { withdrawn_at: now, letters_at: now }, now);
	await record(trx, by, { action: 'announcement-withdrawn', subject: subjectOf(seen.id), after: { withdrawn: true } });
}

/** The announcement as it would be after a change, and what differs. */
async function settle(trx: Writing, { seen, ...change }: AnnouncementChange, now: Date) {
	const before = await lockStanding(trx, seen, now);
	const shownFrom = before.shownFrom <= now ? before.shownFrom : laterOf(change.shownFrom, now);
	const after = { ...change, shownFrom };
	mustEndLater({ ...after, shownFrom: laterOf(shownFrom, now) });
	const changed = difference(factsOf(before), factsOf(after));
	if (!changed) throw new Refusal('announcement-unchanged');
	return { after, changed };
}

async function lockStanding(trx: Writing, { id, revision }: Seen, now: Date): Promise<Announcement> {
	const row = await announcements(trx)
		.select('a.withdrawn_at as withdrawnAt')
		.where('a.id', '=', id)
		.where('a.closure_id', 'is', null)
		.forUpdate('a')
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	const { withdrawnAt, ...rest } = row;
	const announcement = asAnnouncement(rest);
	if (withdrawnAt || (announcement.shownUntil && announcement.shownUntil <= now))
		throw new Refusal('announcement-over');
	if (announcement.revision !== revision) throw new Refusal('changed-meanwhile');
	return announcement;
}

function mustEndLater({ shownFrom, shownUntil }: { shownFrom: Date; shownUntil: Date | null }): void {
	if (shownUntil && shownUntil <= shownFrom) throw new Refusal('announcement-times-wrong');
}

function laterOf(at: Date | null, now: Date): Date {
	return at && at > now ? at : now;
}

function subjectOf(id: number): string {
	return `announcement:${id}`;
}

type Told = Pick<Announcement, 'branchId' | 'audience' | 'shownFrom' | 'shownUntil' | 'texts'>;

function factsOf({ branchId, audience, shownFrom, shownUntil, texts }: Told): Facts {
	const times = { shownFrom: shownFrom.toISOString(), shownUntil: shownUntil?.toISOString() ?? null };
	return { branchId, audience, ...times, ...wordFacts(texts) };
}
