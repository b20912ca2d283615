import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import type { Reading } from '../database/connection.ts';
import { findTicket } from './finding.ts';
import { importTickets } from './importing.ts';
import { countUnread, readConversation, readEvents } from './reading.ts';

const old = {
	number: 41_000,
	customer: 'C1001',
	product: 'k-tag',
	serial: 'kt0001a',
	subject: 'Lettura interrotta al 40 %',
	make: 'Nissan',
	year: 2019,
	status: 'closed',
	opened: '2019-05-03T14:05:00+02:00',
	started: '2019-05-03T15:00:00+02:00',
	closed: '2019-05-04T09:00:00+02:00',
	technician: 'Tecla@maker.example',
	message: 'Buongiorno,\nsi ferma <sempre>.\n\nGrazie',
	answers: [
		{ by: 'note', at: '2019-05-03T13:05:00Z', text: 'Vbatt 12.1' },
		{ by: 'support', at: '2019-05-03T13:10:00Z', text: 'Provi con 13,4 V.' },
		{ by: 'customer', at: '2019-05-03T16:00:00Z', text: 'Спасибо' },
	],
};

function rows(...cells: Record<string, unknown>[]) {
	return cells.map((cells, index) => ({ line: index + 1, cells }));
}

async function count(db: Reading, table: 'outgoing_mail' | 'ticket' | 'message'): Promise<number> {
	const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(db);
	return rows[0]!.count;
}

describe('importing old tickets', () => {
	test('a ticket of the past is there with number, times, unit and the whole conversation', async ({
		trx,
		cast,
		clock,
	}) => {
		expect(await importTickets(trx, rows(old), clock.now)).toEqual({
			added: 1,
			updated: 0,
			existing: 0,
			refused: [],
		});
		const ticket = await findTicket(trx, cast.master.actor, 41_000);
		expect(ticket).toMatchObject({
			status: 'closed',
			serial: 'KT-0001-A',
			subject: old.subject,
			year: '2019',
			openedAt: new Date('2019-05-03T12:05:00Z'),
			closedAt: new Date('2019-05-04T07:00:00Z'),
			technicianId: cast.technician.actor.id,
			branchId: cast.branches.italy,
		});
		const told = await readConversation(trx, cast.technician.actor, ticket);
		expect(told.map(({ kind, html }) => [kind, html])).toEqual([
			['customer', '<p>Buongiorno,<br />si ferma &lt;sempre&gt;.</p><p>Grazie</p>'],
			['note', '<p>Vbatt 12.1</p>'],
			['support', '<p>Provi con 13,4 V.</p>'],
			['customer', '<p>Спасибо</p>'],
		]);
		const marks = await readEvents(trx, cast.technician.actor, ticket);
		expect(marks.map(({ kind, by }) => [kind, by])).toEqual([
			['taken', 'Tecla Riva'],
			['closed', 'Tecla Riva'],
		]);
	});

	test('the past is no news: no letter, nothing unread, and the customer reads no note', async ({
		trx,
		cast,
		clock,
	}) => {
		const letters = await count(trx, 'outgoing_mail');
		await importTickets(trx, rows(old), clock.now);
		expect(await count(trx, 'outgoing_mail')).toBe(letters);
		expect(await countUnread(trx, cast.master.actor)).toBe(0);
		const told = await readConversation(trx, cast.master.actor, { number: 41_000 });
		expect(told.map(({ kind }) => kind)).toEqual(['customer', 'support', 'customer']);
	});

	test('somebody else’s imported ticket does not exist', async ({ trx, cast, clock }) => {
		await importTickets(trx, rows(old), clock.now);
		await expect(findTicket(trx, cast.stranger.actor, 41_000)).rejects.toThrow('not-found');
	});

	test('tickets opened later are numbered beyond the imported ones', async ({ trx, cast, clock }) => {
		await importTickets(trx, rows({ ...old, number: 77_000 }), clock.now);
		expect(await open(trx, cast.master.actor, cast.units.master, clock.now)).toBeGreaterThan(77_000);
	});

	test('a number that another ticket has is left to it, and the old ticket gets the next', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.stranger.actor, cast.units.stranger, clock.now);
		expect(await importTickets(trx, rows({ ...old, number }), clock.now)).toMatchObject({ added: 1 });
		expect(await importTickets(trx, rows({ ...old, number }), clock.now)).toMatchObject({ added: 0, existing: 1 });
		expect((await findTicket(trx, cast.stranger.actor, number)).customerCode).toBe('C5001');
		await expect(findTicket(trx, cast.master.actor, number)).rejects.toThrow('not-found');
	});

	test('the same rows again add nothing, with a number and without', async ({ trx, clock }) => {
		const { number: _, ...numberless } = { ...old, subject: 'Senza numero' };
		const file = rows(old, old, numberless, numberless);
		expect(await importTickets(trx, file, clock.now)).toMatchObject({ added: 2, existing: 2, refused: [] });
		const before = [await count(trx, 'ticket'), await count(trx, 'message')];
		expect(await importTickets(trx, file, clock.now)).toMatchObject({ added: 0, existing: 4, refused: [] });
		expect([await count(trx, 'ticket'), await count(trx, 'message')]).toEqual(before);
	});

	test('a ticket that support answered last awaits the customer’s answer', async ({ trx, cast, clock }) => {
		const open = { ...old, status: 'in_process', closed: '', answers: old.answers.slice(0, 2) };
		await importTickets(trx, rows(open), clock.now);
		expect(await findTicket(trx, cast.master.actor, 41_000)).toMatchObject({ answerAwaited: true });
	});

	test('a Master’s ticket about his Slave’s unit is seen by both', async ({ trx, cast, clock }) => {
		await importTickets(trx, rows({ ...old, product: 'kessv2', serial: 'KS-0002-B' }), clock.now);
		expect((await findTicket(trx, cast.slave.actor, 41_000)).customerCode).toBe('C1001');
	});

	test.for([
		['number', 'A-12', 'must be a ticket number of at most 12 digits'],
		['customer', 'C9999', 'no customer has this code: import customers first'],
		['product', 'kess', 'must be one of kessv2, k-tag, data-bank'],
		['serial', 'KT-404', 'no k-tag has this number: import units first'],
		['subject', '', 'is missing'],
		['subject', 'a\0b', 'holds the control character U+0000'],
		['status', 'done', 'must be one of new, in_process, closed'],
		['status', 'new', 'only a closed ticket has a closing time'],
		[
			'opened',
			'2019-05-03 14:05',
			'write the time with its offset, as in 2019-05-03T14:05:00+02:00 or 2019-05-03T12:05Z',
		],
		['opened', '2019-02-30T14:05Z', 'there is no such time'],
		['opened', '2091-05-03T14:05Z', 'lies in the future'],
		['closed', '', 'a closed ticket has a closing time'],
		['closed', '2019-05-03T14:06+02:00', 'is before the beginning'],
		['technician', 'nobody@maker.example', 'nobody of the staff has this address'],
		['technician', '', 'is missing: an answer or a note is somebody’s'],
		['message', 'x'.repeat(20_001), 'is longer than 20000 characters'],
		['message', '"'.repeat(19_000), 'is longer than 20000 characters'],
		['answers', 'yes', 'must be a list of { by, at, text }'],
		['answers', [{ by: 'robot', at: '2019-05-03T13:05Z', text: 'x' }], 'by must be one of customer, support, note'],
	] as const)('%s %.40j is refused with the reason', async ([column, value, reason], { trx, clock }) => {
		const bad = { ...old, number: 41_001, [column]: value };
		const { added, refused } = await importTickets(trx, rows(old, bad), clock.now);
		expect(added).toBe(1);
		expect(refused.map(({ line, reason }) => [line, reason])).toContainEqual([2, reason]);
	});
});
