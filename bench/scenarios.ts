import { randomUUID } from 'node:crypto';
import type { Reading } from '../src/database/connection.ts';
import { authenticate } from '../src/identity/authenticating.ts';
import { openSession, readSession } from '../src/identity/sessions.ts';
import { findDraft } from '../src/tickets/drafting.ts';
import { findTicket } from '../src/tickets/finding.ts';
import { listTickets } from '../src/tickets/listing.ts';
import { openTicket } from '../src/tickets/opening.ts';
import { countQueue, readQueue } from '../src/tickets/queueing.ts';
import { countUnread, markRead, readConversation, readEvents } from '../src/tickets/reading.ts';
import { reply } from '../src/tickets/replying.ts';
import { asBody } from '../src/tickets/sanitising.ts';
import { findProduct, findUnit } from '../src/units/finding.ts';
import type { Answer, Connection } from './client.ts';
import { benchPassword } from './loading.ts';
import type { Measure, Timing } from './measuring.ts';
import type { Asking, DeskPlayer, Player } from './players.ts';

export type Scenario = {
	name: string;
	/** What issue and product promise; milliseconds at one connection, pages per second at eight. */
	target?: { p95?: number; perSecond?: number };
	measure?: Measure;
	/** Asks for the page; throws when the answer is not the right one. */
	page(connection: Connection, turn: number): Promise<void>;
	/** The same SQL through the same driver, without the web. */
	floor(db: Reading, turn: number): Promise<unknown>;
};

export type FullTiming = Timing & { name: string; target?: Scenario['target']; floor?: Timing };

type Cast = { players: Player[]; master: Player; desk: DeskPlayer[] };

const at = <One>(those: One[], turn: number) => those[turn % those.length]!;

export function readingScenarios({ players, master, desk }: Cast): Scenario[] {
	const his = (turn: number) => at(players, turn);
	const ticketOf = (turn: number) => at(his(turn).tickets, Math.floor(turn / players.length));
	return [
		list("customer's list", (turn) => [his(turn), his(turn).list], { p95: 15, perSecond: 400 }),
		list('list sorted by subject', (turn) => [his(turn), his(turn).bySubject], { p95: 15 }),
		list("list of a Master's 2,000 tickets", () => [master, master.list], { p95: 15 }),
		list('the same sorted by subject', () => [master, master.bySubject]),
		{
			name: 'ticket page',
			target: { p95: 15, perSecond: 400 },
			page: async (connection, turn) =>
				shows(
					await connection.ask({ path: `/tickets/${ticketOf(turn)}`, session: his(turn).session }),
					ticketOf(turn),
				),
			floor: (db, turn) => ticketFloor(db, his(turn), ticketOf(turn)),
		},
		{
			name: 'desk queue',
			target: { p95: 15, perSecond: 400 },
			page: async (connection, turn) => {
				const { session, first } = at(desk, turn);
				shows(await connection.ask({ path: '/desk/queue', session }), first);
			},
			floor: (db, turn) => queueFloor(db, at(desk, turn)),
		},
		list('search by number', (turn) => [his(turn), his(turn).byNumber], { p95: 15 }),
		list('search by serial number', (turn) => [his(turn), his(turn).bySerial], { p95: 15 }),
		list('search by subject word', (turn) => [his(turn), his(turn).byWord], { p95: 40 }),
		list('the same over 2,000 tickets', () => [master, master.byWord], { p95: 40 }),
	];
}

export function writingScenarios({ players }: Cast): Scenario[] {
	const his = (turn: number) => at(players, turn);
	const ticketOf = (turn: number) => at(his(turn).tickets, Math.floor(turn / players.length));
	return [
		{
			name: 'open a ticket',
			target: { p95: 30 },
			page: (connection, turn) => openPage(connection, his(turn)),
			floor: (db, turn) => openFloor(db, his(turn)),
		},
		{
			name: 'reply',
			target: { p95: 30 },
			page: (connection, turn) => replyPage(connection, his(turn), ticketOf(turn)),
			floor: (db, turn) => replyFloor(db, his(turn), ticketOf(turn)),
		},
		{
			name: 'login',
			measure: { requests: 60, seconds: 4 },
			page: async (connection, turn) => {
				const form = { code: his(turn).code, password: benchPassword };
				leadsTo(await connection.ask({ path: '/login', form }), /^\/tickets$|^\/$|^\/new$/);
			},
			floor: async (db, turn) => {
				const entry = await authenticate(db, {
					kind: 'customer',
					login: his(turn).code,
					password: benchPassword,
					address: '127.0.0.1',
				});
				await db.transaction().execute((trx) => openSession(trx, entry, new Date()));
			},
		},
	];
}

function list(name: string, who: (turn: number) => [Player, Asking], target?: Scenario['target']): Scenario {
	return {
		name,
		target,
		page: async (connection, turn) => {
			const [{ session }, { path, first }] = who(turn);
			shows(await connection.ask({ path, session }), first);
		},
		floor: async (db, turn) => {
			const [{ actor, session }, { state }] = who(turn);
			await readSession(db, session, new Date());
			await Promise.all([countUnread(db, actor), listTickets(db, actor, state)]);
		},
	};
}

async function ticketFloor(db: Reading, { actor, session }: Player, number: number): Promise<void> {
	await readSession(db, session, new Date());
	const page = async () => {
		const ticket = await findTicket(db, actor, number);
		await Promise.all([
			readConversation(db, actor, ticket),
			readEvents(db, actor, ticket),
			findDraft(db, actor.id, `ticket:${number}`),
		]);
		if (ticket.unread) await markRead(db, actor, number);
	};
	await Promise.all([countUnread(db, actor, number), page()]);
}

async function queueFloor(db: Reading, { actor, session }: DeskPlayer): Promise<void> {
	await readSession(db, session, new Date());
	await Promise.all([countQueue(db, actor), readQueue(db, actor)]);
}

const facts = { make: 'Škoda', model: 'Octavia', engine: '1.8 TSI', year: '2016', ecu: 'Simos 18', protocol: '604' };
const subject = 'Checksum not corrected after writing';
const question = 'The tool stops after a minute.\n\nThe log says: checksum block 3, expected 0x5A, found 0x00.';
const slots = ['error-screenshot', 'tool-log', 'original-file'];

async function openPage(connection: Connection, { session, unit }: Player): Promise<void> {
	const fields = { ...facts, subject, message: question, key: randomUUID() };
	const path = `/new/${unit.product}/${encodeURIComponent(unit.serial)}?/open`;
	leadsTo(await connection.ask({ path, session, multipart: { fields, slots } }), /^\/tickets\/\d+$/);
}

async function openFloor(db: Reading, { actor, session, unit }: Player): Promise<void> {
	await readSession(db, session, new Date());
	await Promise.all([findProduct(db, unit.product, 'en'), findUnit(db, actor, unit.product, unit.serial)]);
	const request = {
		...unit,
		subject,
		facts,
		body: asBody(question, 'text'),
		attached: [],
		key: randomUUID(),
		draft: 'new',
	};
	await db.transaction().execute((trx) => openTicket(trx, actor, request, new Date()));
}

async function replyPage(connection: Connection, { session }: Player, number: number): Promise<void> {
	const fields = { message: question, key: randomUUID() };
	const answer = await connection.ask({ path: `/tickets/${number}?/reply`, session, multipart: { fields, slots } });
	leadsTo(answer, new RegExp(`^/tickets/${number}#message-`));
}

async function replyFloor(db: Reading, { actor, session }: Player, number: number): Promise<void> {
	await readSession(db, session, new Date());
	await findTicket(db, actor, number);
	const words = { body: asBody(question, 'text'), attached: [], key: randomUUID() };
	await db.transaction().execute((trx) => reply(trx, actor, number, words, new Date()));
}

/** The page must be one that shows this ticket; a page of errors would be fast as well. */
function shows({ status, body, headers }: Answer, number: number): void {
	// A compressed answer was checked by the same request without compression.
	const isThere = headers['content-encoding'] !== undefined || body.includes(`data-number="${number}"`);
	if (status !== 200 || !isThere)
		throw new Error(`ticket ${number} was to be shown, but: ${status} ${body.slice(0, 2000)}`);
}

function leadsTo({ status, headers, body }: Answer, place: RegExp): void {
	if (status !== 303 || !place.test(String(headers['location'])))
		throw new Error(
			`a redirect to ${place} was expected, but: ${status} ${String(headers['location'])} ${body.slice(0, 2000)}`,
		);
}
