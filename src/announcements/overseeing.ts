import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Announcement, AnnouncementState } from './announcement.ts';
import { announcements, asAnnouncement } from './finding.ts';

const announcementsPerPage = 25;

export type OverseenAnnouncement = Announcement & { state: AnnouncementState };

/** Part of the administration's list: what is shown or to come, or what is past; `before`: only those with a smaller id. */
export type AnnouncementSearch = { past: boolean; before: number | null };

/**
 * Announcements as they are administered, the newest first, those of closures among them, and the id before which the next page
 * begins. Every branch's.
 * @throws Refusal `not-allowed`
 */
export async function listAnnouncements(
	db: Reading,
	actor: StaffActor,
	{ past, before }: AnnouncementSearch,
	now: Date,
): Promise<{ rows: OverseenAnnouncement[]; next: number | null }> {
	const found = await overseen(db, actor, now)
		.where(isPast(now), 'is', past)
		.$if(before !== null, (query) => query.where('a.id', '<', before))
		.orderBy('a.id', 'desc')
		.limit(sql.lit(announcementsPerPage + 1))
		.execute();
	const rows = found.slice(0, announcementsPerPage).map(asOverseen);
	return { rows, next: found.length > announcementsPerPage ? (rows.at(-1)?.id ?? null) : null };
}

/** One that belongs to no closure: those are found with it. @throws Refusal `not-allowed`, `not-found` */
export async function findAnnouncement(
	db: Reading,
	actor: StaffActor,
	id: number,
	now: Date,
): Promise<OverseenAnnouncement> {
	const row = await overseen(db, actor, now)
		.where('a.id', '=', id)
		.where('a.closure_id', 'is', null)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return asOverseen(row);
}

function overseen(db: Reading, actor: StaffActor, now: Date) {
	if (!may(actor, 'inspect')) throw new Refusal('not-allowed');
	const state = sql<AnnouncementState>`case
		when a.withdrawn_at is not null then 'withdrawn' when a.shown_until <= ${now} then 'over'
		when a.shown_from > ${now} then 'coming' else 'shown' end`;
	return announcements(db).select(state.as('state'));
}

function isPast(now: Date) {
	return sql<boolean>`(a.withdrawn_at is not null or coalesce(a.shown_until <= ${now}, false))`;
}

function asOverseen({ state, ...row }: Parameters<typeof asAnnouncement>[0] & { state: AnnouncementState }) {
	return { ...asAnnouncement(row), state };
}
