import { sql, type RawBuilder } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { literally } from '../database/literally.ts';
import { decodeCursor, encodeCursor } from '../database/paging.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { bareSerial } from '../units/unit.ts';
import { ticketsVisibleTo } from './finding.ts';
import type { ListFilter, ListRow, ListState, SortColumn } from './list.ts';
import type { Status } from './ticket.ts';

export const rowsPerPage = 25;

/** `counts`: how many tickets each filter would show under the same search. */
export type ListPage = { rows: ListRow[]; next: string | null; counts: Record<ListFilter, number> };

/** How each column sorts. Tickets that were not started or closed come last in time. */
const sortings: Record<SortColumn, { by: RawBuilder<unknown>; type: string }> = {
	number: { by: sql`t.number`, type: 'bigint' },
	serial: { by: sql`coalesce((select bare_serial from unit where id = t.unit_id), '') collate "C"`, type: 'text' },
	product: { by: sql`(select name from product where slug = t.product) collate "C"`, type: 'text' },
	subject: { by: sql`t.subject_folded collate "C"`, type: 'text' },
	status: { by: sql`array_position(array['new', 'in_process', 'closed'], t.status)`, type: 'bigint' },
	opened: { by: microseconds('opened_at'), type: 'bigint' },
	started: { by: microseconds('started_at'), type: 'bigint' },
	closed: { by: microseconds('closed_at'), type: 'bigint' },
};

/**
 * One page of the customer's tickets in the state's order, and the cursor of the next page (product.md M2).
 * Search: number exact or by its beginning, serial number with or without separators, a part of the subject blind to case and accents.
 */
export async function listTickets(db: Reading, customer: CustomerActor, state: ListState): Promise<ListPage> {
	const { by, type } = sortings[state.sort.column];
	const direction = state.sort.descending ? 'desc' : 'asc';
	const cursor = cursorOf(state.after, type);
	const rows = await searched(ticketsVisibleTo(db, customer), state)
		.select(['t.number', 't.subject', 't.status', 't.answer_awaited as answerAwaited'])
		.select(['t.opened_at as openedAt', 't.started_at as startedAt', 't.closed_at as closedAt'])
		// Subqueries, not joins: PostgreSQL asks them after the page has been cut out, for its rows alone.
		.select(sql<string | null>`(select serial from unit where id = t.unit_id)`.as('serial'))
		.select(sql<string>`(select name from product where slug = t.product)`.as('productName'))
		.select(
			sql<boolean>`exists (
			select from ticket_unread as r where r.ticket_number = t.number and r.customer_id = ${customer.id}
		)`.as('unread'),
		)
		.select(sql<string>`(${by})::text`.as('sortValue'))
		.select(counted(db, customer, state).as('counts'))
		.$if(cursor !== null, (query) =>
			query.where(
				sql<boolean>`(${by}, t.number) ${sql.raw(state.sort.descending ? '<' : '>')} (${cursor?.value}::${sql.raw(type)}, ${cursor?.key}::bigint)`,
			),
		)
		.orderBy(by, direction)
		.orderBy('t.number', direction)
		.limit(sql.lit(rowsPerPage + 1))
		.execute();
	const shown = rows.slice(0, rowsPerPage);
	const last = shown.at(-1);
	const next = rows.length > rowsPerPage && last ? encodeCursor({ value: last.sortValue, key: last.number }) : null;
	const { counts } = rows[0] ?? (await counted(db, customer, state).executeTakeFirstOrThrow());
	return { rows: shown.map(asListRow), next, counts: counts ?? { all: 0, open: 0, closed: 0 } };
}

// How many tickets each filter would show: asked with the list, because a question more costs a page more than its answer.
function counted(db: Reading, customer: CustomerActor, state: ListState) {
	return searched(ticketsVisibleTo(db, customer), { ...state, status: 'all' }).select(
		sql<Record<ListFilter, number>>`json_build_object(
			'all', count(*),
			'open', count(*) filter (where t.status <> 'closed'),
			'closed', count(*) filter (where t.status = 'closed')
		)`.as('counts'),
	);
}

function asListRow({ sortValue: _, counts: __, status, ...row }: Omit<ListRow, 'status'> & Found): ListRow {
	return { ...row, status: status as Status };
}

type Found = { status: string; sortValue: string; counts: unknown };

function searched(tickets: ReturnType<typeof ticketsVisibleTo>, state: ListState) {
	const digits = state.number.replace(/^#/, '');
	return tickets
		.$if(state.status === 'open', (query) => query.where('t.status', '<>', sql.lit('closed')))
		.$if(state.status === 'closed', (query) => query.where('t.status', '=', sql.lit('closed')))
		.$if(digits !== '', (query) => query.where(sql<boolean>`t.number::text like ${pattern(digits, '', '%')}`))
		.$if(state.serial !== '', (query) =>
			query.where(
				// Asked of each of his tickets: all units that begin so are more with every customer.
				sql<boolean>`(select bare_serial from unit where id = t.unit_id) like ${serialPattern(state.serial)}`,
			),
		)
		.$if(state.subject !== '', (query) =>
			query.where(
				sql<boolean>`t.subject_folded like '%' || replace(replace(replace(folded(${state.subject}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`,
			),
		);
}

// A search without a letter or digit finds nothing, not everything.
function serialPattern(serial: string): string {
	const bare = bareSerial(serial);
	return bare ? pattern(bare, '', '%') : '';
}

/** Text for LIKE in which nothing typed is a wildcard. */
function pattern(text: string, before: string, after: string): string {
	return before + literally(text) + after;
}

// A value that does not fit its column's type would be an error of the database: such a cursor is as good as none.
function cursorOf(text: string, type: string) {
	const cursor = decodeCursor(text);
	return cursor && (type === 'text' || /^\d{1,18}$/.test(cursor.value)) ? cursor : null;
}

// As a number a moment travels through an address exactly, and a forged one is still a moment.
function microseconds(column: string): RawBuilder<unknown> {
	return sql`coalesce((extract(epoch from ${sql.ref(`t.${column}`)}) * 1000000)::bigint, 999999999999999999)`;
}
