import { sql, type RawBuilder } from 'kysely';
import type { ClosureKind } from '../branches/closure.ts';
import type { Reading } from '../database/connection.ts';
import { decodeCursor, encodeCursor } from '../database/paging.ts';
import type { Locale } from '../identity/account.ts';
import { may, type Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { AnnouncementText, Audience } from './announcement.ts';
import { countConcerned } from './counting.ts';
import type { OverseenClosure, Told } from './overseen-closure.ts';

const closuresPerPage = 25;

/** Those that run or come, the next first; or those that are over or were cancelled, the last first. */
export type PlannedSearch = { show: 'ahead' | 'past'; after: string };

/** The state of the list as it stands in an address; what is not sound is left out. */
export function plannedSearch(address: URLSearchParams): PlannedSearch {
	const after = (address.get('after') ?? '').slice(0, 200);
	return { show: address.get('show') === 'past' ? 'past' : 'ahead', after };
}

/**
 * A page of closures with their announcements, and where the next begins.
 * @throws Refusal `not-allowed` for whoever does not inspect
 */
export async function listPlanned(
	db: Reading,
	actor: Actor,
	{ show, after }: PlannedSearch,
	now: Date,
): Promise<{ rows: OverseenClosure[]; next: string | null }> {
	const isPast = sql<boolean>`(k.cancelled_at is not null or k.ends_at <= ${now})`;
	const direction = show === 'past' ? 'desc' : 'asc';
	const found = await closuresOverseenBy(db, actor)
		.where(show === 'past' ? isPast : sql<boolean>`not ${isPast}`)
		.$if(after !== '', (query) => query.where(lieBehind(after, direction)))
		.orderBy('k.starts_at', direction)
		.orderBy('k.id', direction)
		.limit(sql.lit(closuresPerPage + 1))
		.execute();
	const rows = found.slice(0, closuresPerPage);
	const last = found.length > closuresPerPage ? rows.at(-1) : undefined;
	const next = last ? encodeCursor({ value: last.place, key: last.id }) : null;
	return { rows: rows.map(asOverseen), next };
}

/** A closure with its announcement. @throws Refusal `not-allowed` for whoever does not inspect, `not-found` */
export async function findPlanned(db: Reading, actor: Actor, id: number): Promise<OverseenClosure> {
	const row = await closuresOverseenBy(db, actor).where('k.id', '=', id).executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return asOverseen(row);
}

/** How many letters went out about each revision of a closure's announcement, the first revision first. */
export async function listTold(db: Reading, actor: Actor, closure: number): Promise<Told[]> {
	mustInspect(actor);
	const { rows } = await sql<Omit<Told, keyof Letters> & { letters: Letters }>`
		select r.number::int as revision, r.is_withdrawal as "isWithdrawal", ${lettersOf(sql.ref('r.key'))} as letters
		from announcement as a cross join lateral (
			select n as number, false as is_withdrawal, ${keyOf(sql.ref('n'))} as key
			from generate_series(1, a.revision - (a.withdrawn_at is not null)::int) as n
			union all
			select a.revision, true, ${withdrawalKey} where a.withdrawn_at is not null
		) as r
		where a.closure_id = ${closure}
		order by r.number
	`.execute(db);
	return rows.map(({ letters, ...row }) => ({ ...row, ...letters }));
}

/** How many a change of a closure, or its cancellation, is told: who would be told of it now, and who was told before. */
export function countToldAgain(
	db: Reading,
	actor: Actor,
	{ announcement, branchId }: OverseenClosure,
	what: 'change' | 'withdrawal',
): Promise<number> {
	mustInspect(actor);
	const { id, audience, revision } = announcement;
	return countConcerned(db, { id, audience, branchId, revision: revision + 1, withdrawn: what === 'withdrawal' });
}

function mustInspect(actor: Actor): void {
	if (actor.kind !== 'staff' || !may(actor, 'inspect')) throw new Refusal('not-allowed');
}

function closuresOverseenBy(db: Reading, actor: Actor) {
	mustInspect(actor);
	return (
		db
			.selectFrom('closure as k')
			.innerJoin('announcement as a', 'a.closure_id', 'k.id')
			.select(['k.id', 'k.kind', 'k.branch_id as branchId', 'k.starts_at as startsAt', 'k.ends_at as endsAt'])
			.select(['k.no_new_tickets as noNewTickets', 'k.no_messages as noMessages', 'k.portal_off as portalOff'])
			.select(['k.unplanned_because as unplannedBecause', 'k.version', 'k.cancelled_at as cancelledAt'])
			.select([
				'a.id as announcementId',
				'a.audience',
				'a.revision',
				'a.letters_at as lettersAt',
				'a.told_at as toldAt',
			])
			.select(sql<boolean>`a.withdrawn_at is not null`.as('isWithdrawal'))
			// In microseconds, which a Date does not hold.
			.select(sql<string>`(extract(epoch from k.starts_at) * 1000000)::bigint::text`.as('place'))
			.select(
				sql<Record<Locale, AnnouncementText>>`(
				select json_object_agg(x.locale, json_build_object('title', x.title, 'body', x.body))
				from announcement_text as x where x.announcement_id = a.id
			)`.as('texts'),
			)
			.select(
				lettersOf(
					sql`case when a.withdrawn_at is null then ${keyOf(sql.ref('a.revision'))} else ${withdrawalKey} end`,
				).as('letters'),
			)
	);
}

/** The key of the letters about a revision, and of those about the withdrawal, as telling gives it. */
function keyOf(revision: RawBuilder<unknown>): RawBuilder<string> {
	return sql`concat('announcement-', a.id, '-', ${revision})`;
}

const withdrawalKey = sql<string>`concat('announcement-', a.id, '-withdrawn')`;

type Letters = Pick<Told, 'sent' | 'written'>;

function lettersOf(key: RawBuilder<string>) {
	return sql<Letters>`(
		select json_build_object(
			'sent', count(*) filter (where o.state = 'sent'),
			'written', count(*) filter (where o.state <> 'dropped')
		)
		from outgoing_mail as o where o.to_many and o.event_key = ${key}
	)`;
}

function lieBehind(after: string, direction: 'asc' | 'desc'): RawBuilder<boolean> {
	const cursor = decodeCursor(after);
	if (!cursor || !/^\d{1,17}$/.test(cursor.value)) return sql`true`;
	const place = sql`('epoch'::timestamptz + ${cursor.value}::bigint * interval '1 microsecond', ${cursor.key}::bigint)`;
	return direction === 'asc' ? sql`(k.starts_at, k.id) > ${place}` : sql`(k.starts_at, k.id) < ${place}`;
}

type Row = Awaited<ReturnType<ReturnType<typeof closuresOverseenBy>['execute']>>[number];

function asOverseen({ announcementId, audience, revision, lettersAt, toldAt, texts, ...row }: Row): OverseenClosure {
	const { letters, isWithdrawal, kind, place: _, ...closure } = row;
	return {
		...closure,
		kind: kind as ClosureKind,
		announcement: { id: announcementId, audience: audience as Audience, revision, lettersAt, toldAt, texts },
		told: { revision, isWithdrawal, ...letters },
	};
}
