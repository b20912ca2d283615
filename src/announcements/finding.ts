import { sql } from 'kysely';
import type { Closure } from '../branches/closure.ts';
import type { Reading } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { Announcement, AnnouncementText, Audience } from './announcement.ts';

/**
 * Announcements that are shown at this moment, the next to begin first, then what is about no time. Open to the world: every
 * branch's, for whoever asks chooses (`branchId` null is for all).
 */
export function listShown(db: Reading): Promise<Announcement[]> {
	return announcements(db)
		.where('a.withdrawn_at', 'is', null)
		.where('a.shown_from', '<=', sql<Date>`now()`)
		.where(sql<boolean>`(a.shown_until is null or a.shown_until > now())`)
		.orderBy(sql`k.starts_at asc nulls last`)
		.orderBy('a.published_at', 'desc')
		.orderBy('a.id')
		.execute()
		.then((rows) => rows.map(asAnnouncement));
}

/** Announcements of closures that were shown and then cancelled, until the closure would have ended: calendars hold them. */
export function listCancelled(db: Reading): Promise<Announcement[]> {
	return announcements(db)
		.where('k.cancelled_at', 'is not', null)
		.where('k.ends_at', '>', sql<Date>`now()`)
		.whereRef('a.shown_from', '<=', 'a.withdrawn_at')
		.orderBy('k.starts_at')
		.orderBy('a.id')
		.execute()
		.then((rows) => rows.map(asAnnouncement));
}

/** When what is shown or cancelled last became something else, by somebody's hand or because its time came; null when it never did. */
export async function lastChange(db: Reading): Promise<Date | null> {
	const { at } = await db
		.selectFrom('announcement as a')
		.leftJoin('closure as k', 'k.id', 'a.closure_id')
		.select(
			sql<Date | null>`max(greatest(
				a.changed_at,
				a.withdrawn_at,
				case when a.shown_from <= now() then a.shown_from end,
				case when a.shown_until <= now() then a.shown_until end,
				case when k.ends_at <= now() then k.ends_at end
			))`.as('at'),
		)
		.executeTakeFirstOrThrow();
	return at;
}

export function announcements(db: Reading) {
	return db
		.selectFrom('announcement as a')
		.leftJoin('closure as k', 'k.id', 'a.closure_id')
		.select([
			'a.id',
			'a.branch_id as branchId',
			'a.audience',
			'a.shown_from as shownFrom',
			'a.shown_until as shownUntil',
		])
		.select(['a.revision', 'a.published_at as publishedAt', 'a.changed_at as changedAt'])
		.select(['k.id as closureId', 'k.kind', 'k.branch_id as closureBranchId', 'k.starts_at as startsAt'])
		.select(['k.ends_at as endsAt', 'k.no_new_tickets as noNewTickets', 'k.no_messages as noMessages'])
		.select(['k.portal_off as portalOff', 'k.version'])
		.select(
			sql<Record<Locale, AnnouncementText>>`(
				select json_object_agg(x.locale, json_build_object('title', x.title, 'body', x.body))
				from announcement_text as x where x.announcement_id = a.id
			)`.as('texts'),
		);
}

type Row = Awaited<ReturnType<ReturnType<typeof announcements>['execute']>>[number];

export function asAnnouncement(row: Row): Announcement {
	const { closureId, closureBranchId, kind, startsAt, endsAt, noNewTickets, noMessages, portalOff, version, ...rest } =
		row;
	// A left join's columns are all null or none is.
	const closure =
		closureId === null
			? null
			: ({
					id: closureId,
					kind,
					branchId: closureBranchId,
					startsAt,
					endsAt,
					noNewTickets,
					noMessages,
					portalOff,
					version,
				} as Closure);
	return { ...rest, audience: rest.audience as Audience, closure };
}
