import { sql, type RawBuilder } from 'kysely';
import type { Attachment } from '../attachments/attachment.ts';
import type { Reading } from '../database/connection.ts';
import type { Actor, CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { messagesVisibleTo, ticketsVisibleTo } from './finding.ts';
import { stillParty } from './relating.ts';
import type { Event, EventKind, Message, MessageKind, Ticket } from './ticket.ts';

/** A ticket's messages that the actor may see, in order, with their files. */
export async function readConversation(db: Reading, actor: Actor, ticket: Pick<Ticket, 'number'>): Promise<Message[]> {
	const files = sql<Attachment[]>`(
		select coalesce(json_agg(json_build_object(
			'id', f.id, 'slot', f.slot, 'name', f.name, 'mediaType', f.media_type, 'size', f.size, 'preview',
			case when f.preview_as is not null then json_build_object('width', f.preview_width, 'height', f.preview_height) end
		) order by ma.position), '[]')
		from message_attachment as ma join attachment as f on f.id = ma.attachment_id where ma.message_id = m.id
	)`;
	const rows = await messagesVisibleTo(db, actor)
		.leftJoin('customer as c', 'c.id', 'm.account_id')
		.leftJoin('staff as s', 's.id', 'm.account_id')
		.select(['m.id', 'm.kind', 'm.body_html as html', 'm.created_at as at'])
		.select(sql<string>`coalesce(s.name, c.company, '')`.as('author'))
		.select(files.as('attachments'))
		.where('t.number', '=', ticket.number)
		.orderBy('m.id')
		.execute();
	return rows.map((row) => ({ ...row, kind: row.kind as MessageKind }));
}

// They stand in the text of the query: among a million tickets PostgreSQL would otherwise plan it anew for every reader.
const marksOf: Record<Actor['kind'], RawBuilder<EventKind>[]> = {
	customer: literals('taken', 'closed', 'reopened', 'reminded', 'rma'),
	staff: literals('taken', 'given_back', 'handed_over', 'closed', 'reopened', 'reminded', 'rma'),
};

function literals(...kinds: EventKind[]): RawBuilder<EventKind>[] {
	return kinds.map((kind) => sql.lit(kind));
}

/** What happened between the messages, as one-line marks; what another customer did is told a former party without his words. */
export async function readEvents(db: Reading, actor: Actor, ticket: Pick<Ticket, 'number'>): Promise<Event[]> {
	const told = sql<boolean>`(s.id is not null or e.account_id is null or e.account_id = ${actor.id} or ${stillParty(actor)})`;
	const rows = await ticketsVisibleTo(db, actor)
		.innerJoin('ticket_event as e', 'e.ticket_number', 't.number')
		.leftJoin('customer as c', 'c.id', 'e.account_id')
		.leftJoin('staff as s', 's.id', 'e.account_id')
		.select(['e.id', 'e.kind', 'e.at'])
		.select(sql<string | null>`case when ${told} then coalesce(s.name, c.company) end`.as('by'))
		.select([sql<boolean>`s.id is not null`.as('bySupport'), sql<boolean>`not ${told}`.as('byAnother')])
		.select(sql<string | null>`case when ${told} then e.details ->> 'solution' end`.as('solution'))
		.select(sql<boolean>`e.details ? 'silence'`.as('forSilence'))
		.select(
			sql<
				Event['rma']
			>`case when e.kind = 'rma' then jsonb_build_object('number', e.details -> 'rma', 'step', e.details -> 'step') end`.as(
				'rma',
			),
		)
		.where('t.number', '=', ticket.number)
		.where('e.kind', 'in', marksOf[actor.kind])
		.orderBy('e.id')
		.execute();
	return rows.map((row) => ({ ...row, kind: row.kind as EventKind }));
}

/** How many tickets hold news by support that this customer has not read; not counting the one before his eyes. */
export async function countUnread(db: Reading, customer: CustomerActor, shown?: number): Promise<number> {
	const { unread } = await ticketsVisibleTo(db, customer)
		.innerJoin('ticket_unread as r', (join) =>
			join.onRef('r.ticket_number', '=', 't.number').on('r.customer_id', '=', customer.id),
		)
		.select(sql<number>`count(*)::int`.as('unread'))
		.where('t.number', '<>', shown ?? 0)
		.executeTakeFirstOrThrow();
	return unread;
}

/** The customer has read the ticket: it is no news any more. */
export async function markRead(db: Reading, customer: CustomerActor, number: number): Promise<void> {
	await db
		.deleteFrom('ticket_unread')
		.where('customer_id', '=', customer.id)
		.where('ticket_number', '=', number)
		.execute();
}

export type FileToServe = { name: string; mediaType: string; size: number; storedAs: string; previewAs: string | null };

/**
 * A file that the actor may have: on a message that he sees, or his own that waits for a form. @throws Refusal `not-found`
 */
export async function findFile(db: Reading, actor: Actor, id: string): Promise<FileToServe> {
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Refusal('not-found');
	const onVisibleMessage = messagesVisibleTo(db, actor)
		.innerJoin('message_attachment as ma', 'ma.message_id', 'm.id')
		.select('ma.attachment_id')
		.where('ma.attachment_id', '=', id);
	const file = await db
		.selectFrom('attachment as f')
		.select(['f.name', 'f.media_type as mediaType', 'f.size', 'f.stored_as as storedAs', 'f.preview_as as previewAs'])
		.where('f.id', '=', id)
		.where((where) =>
			where.or([
				where.exists(onVisibleMessage),
				where.and([where('f.account_id', '=', actor.id), where('f.claimed_at', 'is', null)]),
			]),
		)
		.executeTakeFirst();
	if (!file) throw new Refusal('not-found');
	return file;
}
