import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { Kysely, PostgresDialect, type CompiledQuery } from 'kysely';
import pg from 'pg';
import type { Reading, Writing } from '../src/database/connection.ts';
import type { DB } from '../src/database/schema.generated.ts';
import type { CustomerActor, StaffActor } from '../src/identity/actor.ts';
import { findTicket, ticketsVisibleTo } from '../src/tickets/finding.ts';
import { listState, sortColumns } from '../src/tickets/list.ts';
import { listTickets } from '../src/tickets/listing.ts';
import { countQueue, readInHand, readQueue } from '../src/tickets/queueing.ts';
import { countUnread, readConversation, readEvents } from '../src/tickets/reading.ts';
import { takeNext } from '../src/tickets/taking.ts';
import { findUnit, listUnits } from '../src/units/finding.ts';
import { listHoldings } from '../src/units/listing.ts';
import { castDesk, castMaster, castPlayers } from './players.ts';
import { openScratch } from './scratch.ts';

const folder = new URL('./plans/', import.meta.url);

/** Tables that grow with the years: none of them may be read from end to end to show a page. */
const large = ['ticket', 'message', 'ticket_event', 'ticket_unread', 'unit', 'customer', 'account', 'session'];

type Question = { name: string; ask(db: Reading): Promise<unknown> };

/**
 * Writes the SQL of every list, search and queue with the shape of its plan to `bench/plans/`, and prints each with its
 * figures. The plan is the one PostgreSQL settles on for a prepared statement. Fails when a large table is read from end to end.
 */
export async function snapshotPlans({ tickets, seed }: { tickets: number; seed: number }): Promise<void> {
	const scratch = await openScratch({ tickets, seed });
	const pool = new pg.Pool({ connectionString: scratch.url, max: 4 });
	// The server may stop before the last connection has said goodbye.
	pool.on('error', () => undefined);
	const asked: CompiledQuery[] = [];
	const db = new Kysely<DB>({
		dialect: new PostgresDialect({ pool }),
		log: ({ query }) => void (/^(select|with)/.test(query.sql) && asked.push(query)),
	});
	try {
		const all = await questions(db);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		const complaints: string[] = [];
		for (const { name, ask } of all) {
			asked.length = 0;
			await ask(db);
			const parts = [];
			for (const query of asked) {
				const { shape, figures } = await explain(pool, query);
				console.log(`\n── ${name} ──\n${figures}`);
				parts.push(`${broken(query.sql)};\n\n${shape}\n`);
				complaints.push(...readFromEndToEnd(shape).map((table) => `${name} reads all of "${table}"`));
			}
			writeFileSync(new URL(`${name}.txt`, folder), parts.join('\n'));
		}
		if (complaints.length > 0) throw new Error(complaints.join('\n'));
	} finally {
		await db.destroy();
		await scratch.stop();
	}
}

function readFromEndToEnd(shape: string): string[] {
	return large.filter((table) => new RegExp(`Seq Scan on ${table}\\b`).test(shape));
}

async function questions(db: Reading): Promise<Question[]> {
	const [player] = await castPlayers(db);
	const master = await castMaster(db);
	const [supervisor, technician] = await castDesk(db);
	if (!player || !supervisor || !technician) throw new Error('nobody to play');
	const list = (name: string, actor: CustomerActor, query: Record<string, string>): Question => ({
		name,
		ask: (db) => listTickets(db, actor, listState(new URLSearchParams(query))),
	});
	const { next } = await listTickets(db, master.actor, master.bySubject.state);
	return [
		...sortColumns.map((sort) => list(`list-by-${sort}`, player.actor, { sort })),
		list('list-open', player.actor, { status: 'open' }),
		list('list-of-a-master', master.actor, {}),
		list('list-of-a-master-by-subject', master.actor, { sort: 'subject' }),
		list('list-of-a-master-by-subject-next-page', master.actor, { sort: 'subject', after: next ?? '' }),
		list('search-number', player.actor, { number: player.byNumber.state.number }),
		list('search-serial', player.actor, { serial: player.unit.serial }),
		list('search-subject', master.actor, { subject: master.byWord.state.subject }),
		...ticketQuestions(player.actor, player.tickets[0] ?? 0),
		{ name: 'units', ask: (db) => listUnits(db, master.actor, master.unit.product) },
		{ name: 'unit', ask: (db) => findUnit(db, player.actor, player.unit.product, player.unit.serial) },
		{ name: 'units-of-a-master', ask: (db) => listHoldings(db, master.actor) },
		{ name: 'tickets-of-a-master', ask: (db) => ticketsOfMaster(db, master.actor) },
		...deskQuestions(technician.actor, ''),
		...deskQuestions(supervisor.actor, '-of-all-branches'),
	];
}

function ticketQuestions(actor: CustomerActor, number: number): Question[] {
	return [
		{ name: 'unread', ask: (db) => countUnread(db, actor) },
		{ name: 'ticket', ask: (db) => findTicket(db, actor, number) },
		{ name: 'ticket-conversation', ask: (db) => readConversation(db, actor, { number }) },
		{ name: 'ticket-events', ask: (db) => readEvents(db, actor, { number }) },
	];
}

/** Everything that a Master sees, his Slaves' tickets too: each part of the relation by its own index. */
async function ticketsOfMaster(db: Reading, actor: CustomerActor): Promise<unknown> {
	return ticketsVisibleTo(db, actor).select('t.number').execute();
}

function deskQuestions(actor: StaffActor, whose: string): Question[] {
	return [
		{ name: `queue${whose}`, ask: (db) => readQueue(db, actor) },
		{ name: `queue-counts${whose}`, ask: (db) => countQueue(db, actor) },
		{ name: `queue-in-hand${whose}`, ask: (db) => readInHand(db, actor) },
		{ name: `queue-next${whose}`, ask: (db) => undone(db, (trx) => takeNext(trx, actor, new Date())) },
	];
}

async function undone(db: Reading, work: (trx: Writing) => Promise<unknown>): Promise<void> {
	const done = new Error('done');
	await db
		.transaction()
		.execute(async (trx) => {
			await work(trx);
			throw done;
		})
		.catch((error: unknown) => {
			if (error !== done) throw error;
		});
}

async function explain(pool: pg.Pool, { sql, parameters }: CompiledQuery): Promise<{ shape: string; figures: string }> {
	const client = await pool.connect();
	try {
		await client.query(`prepare asked as ${sql}`);
		const given = parameters.map((value) => literal(client, value)).join(', ');
		const execute = given ? `execute asked(${given})` : 'execute asked';
		// From the sixth time on PostgreSQL may keep one plan for all values.
		for (let turn = 0; turn < 6; turn++) await client.query(execute);
		const figures = await planOf(client, `explain (analyze, buffers) ${execute}`);
		return { shape: await planOf(client, `explain (costs off) ${execute}`), figures };
	} finally {
		await client.query('deallocate all');
		client.release();
	}
}

async function planOf(client: pg.PoolClient, statement: string): Promise<string> {
	const { rows } = await client.query<{ 'QUERY PLAN': string }>(statement);
	// Values are of this data set alone, and a plan kept for all of them names none.
	return rows
		.map((row) => row['QUERY PLAN'].replaceAll(/'[^']*'::(timestamp with time zone|text|bigint\[\])/g, "'…'::$1"))
		.join('\n');
}

function literal(client: pg.PoolClient, value: unknown): string {
	if (value === null || value === undefined) return 'null';
	if (value instanceof Date) return client.escapeLiteral(value.toISOString());
	if (Array.isArray(value)) return client.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
	if (Buffer.isBuffer(value)) return client.escapeLiteral(`\\x${value.toString('hex')}`);
	return client.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}

/** One clause a line. */
function broken(sql: string): string {
	return sql
		.replaceAll(/\s+(?=(?:from|inner join|left join|where|group by|order by|limit|for update)\b)/g, '\n')
		.replaceAll('\t', '');
}
