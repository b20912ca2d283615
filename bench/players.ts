import { sql } from 'kysely';
import type { Reading } from '../src/database/connection.ts';
import type { CustomerActor, StaffActor } from '../src/identity/actor.ts';
import type { Locale } from '../src/identity/account.ts';
import { openSession, readSession } from '../src/identity/sessions.ts';
import { listState, type ListState } from '../src/tickets/list.ts';
import { listTickets } from '../src/tickets/listing.ts';
import { readQueue } from '../src/tickets/queueing.ts';
import { speech } from './words.ts';

/** A list as an address, as the state that the address means, and the ticket that stands first in it. */
export type Asking = { path: string; state: ListState; first: number };

/** A customer whom the benchmark plays, with what he asks for. */
export type Player = {
	actor: CustomerActor;
	code: string;
	session: string;
	/** Newest first. */
	tickets: number[];
	unit: { product: string; serial: string };
	list: Asking;
	bySubject: Asking;
	byNumber: Asking;
	bySerial: Asking;
	byWord: Asking;
};

export type DeskPlayer = { actor: StaffActor; session: string; first: number };

const howMany = 200;

/** The customers whom the benchmark plays, spread over all of them, each with a session of his own. */
export async function castPlayers(db: Reading): Promise<Player[]> {
	const ids = await db
		.selectFrom('customer as c')
		.innerJoin('ticket as t', 't.opener_id', 'c.id')
		.select('c.id')
		.where('c.code', '<>', masterCode)
		.groupBy('c.id')
		.having(sql<boolean>`count(*) between 20 and 80 and count(distinct t.unit_id) > 1`)
		.orderBy(sql`hashint8extended(c.id, 7)`)
		.limit(howMany)
		.execute();
	return Promise.all(ids.map(({ id }) => castPlayer(db, id)));
}

const masterCode = 'B10000';

/** The Master with two thousand tickets. */
export async function castMaster(db: Reading): Promise<Player> {
	const { id } = await db.selectFrom('customer').select('id').where('code', '=', masterCode).executeTakeFirstOrThrow();
	return castPlayer(db, id);
}

async function castPlayer(db: Reading, id: number): Promise<Player> {
	const actor: CustomerActor = { kind: 'customer', id };
	const { code, locale } = await db
		.selectFrom('customer as c')
		.innerJoin('account as a', 'a.id', 'c.id')
		.select(['c.code', 'a.locale'])
		.where('c.id', '=', id)
		.executeTakeFirstOrThrow();
	const tickets = await db
		.selectFrom('ticket as t')
		.leftJoin('unit as u', (join) => join.onRef('u.id', '=', 't.unit_id').on('u.customer_id', '=', id))
		.select(['t.number', 'u.product', 'u.serial'])
		.where('t.opener_id', '=', id)
		.orderBy('t.number', 'desc')
		.limit(60)
		.execute();
	const { product, serial } = tickets.find((ticket) => ticket.serial) ?? {};
	if (!product || !serial) throw new Error(`${code} asks about no unit of his own`);
	const asking = (query: Record<string, string>) => ask(db, actor, query);
	return {
		actor,
		code,
		session: await enter(db, id),
		tickets: tickets.map(({ number }) => number),
		unit: { product, serial },
		list: await asking({}),
		bySubject: await asking({ sort: 'subject' }),
		byNumber: await asking({ number: String(tickets[tickets.length >> 1]?.number) }),
		bySerial: await asking({ serial }),
		byWord: await asking({ subject: speech[locale as Locale].searched }),
	};
}

async function ask(db: Reading, actor: CustomerActor, query: Record<string, string>): Promise<Asking> {
	const search = new URLSearchParams(query);
	const state = listState(search);
	const { rows } = await listTickets(db, actor, state);
	return { path: search.size > 0 ? `/tickets?${search}` : '/tickets', state, first: rows[0]?.number ?? Number.NaN };
}

/** Technicians of several branches. */
export async function castDesk(db: Reading): Promise<DeskPlayer[]> {
	const staff = await db.selectFrom('staff').select('id').orderBy('id').limit(10).execute();
	return Promise.all(
		staff.map(async ({ id }) => {
			const session = await enter(db, id);
			const actor = (await readSession(db, session, new Date()))?.actor as StaffActor;
			const [first] = (await readQueue(db, actor)).rows;
			return { actor, session, first: first?.number ?? Number.NaN };
		}),
	);
}

function enter(db: Reading, accountId: number): Promise<string> {
	return db.transaction().execute(async (trx) => {
		// Whoever has not accepted the terms of use sees nothing else.
		const newest = trx
			.selectFrom('terms')
			.select(({ fn }) => fn.coalesce(fn.max('version'), sql<number>`0`).as('version'));
		await trx.updateTable('account').set({ terms_version: newest }).where('id', '=', accountId).execute();
		return openSession(trx, { accountId }, new Date());
	});
}
