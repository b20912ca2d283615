import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open, words } from '../../tests/ticketing.ts';
import { addNote, answer } from './answering.ts';
import { close } from './closing.ts';
import { findTicket } from './finding.ts';
import { countUnread, markRead, readConversation, readEvents } from './reading.ts';
import { reply } from './replying.ts';
import { take, takeNext } from './taking.ts';

describe('writing on a ticket', () => {
	test('a reply to a closed ticket puts it back to New, clears the closing time and queues it by that reply', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await close(trx, cast.master.actor, number, '', clock.pass({ hours: 1 }));
		await reply(trx, cast.master.actor, number, words('Again.'), clock.pass({ days: 3 }));
		const ticket = await findTicket(trx, cast.master.actor, number);
		expect(ticket).toMatchObject({ status: 'new', closedAt: null, queuedAt: clock.now });
	});

	test('processing started keeps its first stamp when a reopened ticket is taken again', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const first = clock.pass({ hours: 1 });
		await take(trx, cast.technician.actor, number, first);
		await close(trx, cast.technician.actor, number, '', clock.pass({ hours: 1 }));
		await reply(trx, cast.master.actor, number, words('Again.'), clock.pass({ days: 1 }));
		await take(trx, cast.technician.actor, number, clock.pass({ hours: 1 }));
		expect((await findTicket(trx, cast.master.actor, number)).startedAt).toEqual(first);
	});

	test('a reply on a ticket in process ends the waiting for an answer and keeps its technician', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await answer(trx, cast.technician.actor, number, words('Which cable?'), clock.pass({ hours: 1 }));
		await reply(trx, cast.master.actor, number, words('The grey one.'), clock.pass({ hours: 1 }));
		const ticket = await findTicket(trx, cast.technician.actor, number);
		expect(ticket).toMatchObject({ status: 'in_process', answerAwaited: false, technicianName: 'Tecla Riva' });
	});

	test('an empty reply is refused', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		expect(() => reply(trx, cast.master.actor, number, words(' \n '), clock.now)).toThrow('message-empty');
	});

	test('a stranger can neither reply nor close', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await expect(reply(trx, cast.stranger.actor, number, words('Hello'), clock.now)).rejects.toThrow('not-found');
		await expect(close(trx, cast.stranger.actor, number, '', clock.now)).rejects.toThrow('not-found');
	});

	test('a file of somebody else cannot be attached', async ({ trx, cast, clock }) => {
		const file = {
			slot: 'other',
			name: 'a.bin',
			media_type: 'application/octet-stream',
			size: 1,
			sha256: Buffer.alloc(32),
			stored_as: 'aa/a',
		};
		const { id } = await trx
			.insertInto('attachment')
			.values({ ...file, account_id: cast.stranger.actor.id })
			.returning('id')
			.executeTakeFirstOrThrow();
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const stolen = { ...words('Look'), attached: [id] };
		await expect(reply(trx, cast.master.actor, number, stolen, clock.now)).rejects.toThrow('file-gone');
	});
});

describe('support at work', () => {
	test('an answer awaits the customer’s and is news to him until he reads it', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await answer(trx, cast.technician.actor, number, words('Send the log.'), clock.pass({ hours: 1 }));
		expect((await findTicket(trx, cast.master.actor, number)).answerAwaited).toBe(true);
		expect(await countUnread(trx, cast.master.actor)).toBe(1);
		await markRead(trx, cast.master.actor, number);
		expect(await countUnread(trx, cast.master.actor)).toBe(0);
	});

	test('answering a New ticket takes it', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await answer(trx, cast.technician.actor, number, words('Send the log.'), clock.now);
		expect(await findTicket(trx, cast.technician.actor, number)).toMatchObject({
			status: 'in_process',
			technicianName: 'Tecla Riva',
		});
	});

	test('an answer made from an older state of the ticket is refused', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const { version } = await findTicket(trx, cast.technician.actor, number);
		await reply(trx, cast.master.actor, number, words('By the way'), clock.now);
		const unseen = { ...words('Answer'), seenVersion: version };
		await expect(answer(trx, cast.technician.actor, number, unseen, clock.now)).rejects.toThrow('ticket-changed');
	});

	test('a technician of another branch does not see the ticket', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await expect(take(trx, cast.technicianFrance.actor, number, clock.now)).rejects.toThrow('not-found');
	});

	test('the ticket that became New first is the next', async ({ trx, cast, clock }) => {
		const first = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await open(trx, cast.stranger.actor, cast.units.stranger, clock.pass({ minutes: 1 }));
		await close(trx, cast.master.actor, first, '', clock.pass({ minutes: 1 }));
		const second = await open(trx, cast.master.actor, cast.units.master, clock.pass({ minutes: 1 }));
		await reply(trx, cast.master.actor, first, words('Still there'), clock.pass({ minutes: 1 }));
		await takeNext(trx, cast.technician.actor, clock.now);
		expect(await takeNext(trx, cast.technician.actor, clock.now)).toBe(second);
		expect(await takeNext(trx, cast.technician.actor, clock.now)).toBe(first);
	});

	test('a note is invisible to the customer: no message, no mark, no mail, no news', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await trx.deleteFrom('outgoing_mail').execute();
		await addNote(trx, cast.technician.actor, number, words('He forgot the key again'), clock.now);
		expect(await readConversation(trx, cast.master.actor, { number })).toHaveLength(1);
		expect(await readEvents(trx, cast.master.actor, { number })).toHaveLength(0);
		expect(await countUnread(trx, cast.master.actor)).toBe(0);
		expect(await trx.selectFrom('outgoing_mail').selectAll().execute()).toHaveLength(0);
		expect(await readConversation(trx, cast.technician.actor, { number })).toHaveLength(2);
	});

	test('an auditor reads and changes nothing', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const auditor = { ...cast.supervisor.actor, role: 'auditor' as const };
		expect((await findTicket(trx, auditor, number)).number).toBe(number);
		await expect(take(trx, auditor, number, clock.now)).rejects.toThrow('not-allowed');
		expect(() => answer(trx, auditor, number, words('Hello'), clock.now)).toThrow('not-allowed');
		await expect(close(trx, auditor, number, '', clock.now)).rejects.toThrow('not-allowed');
	});

	test('a closed ticket cannot be closed again', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await close(trx, cast.master.actor, number, 'A new cable', clock.now);
		await expect(close(trx, cast.technician.actor, number, '', clock.now)).rejects.toThrow('ticket-closed');
	});

	test('how it was solved stays with the closing, for support', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await close(trx, cast.master.actor, number, 'A new cable', clock.now);
		expect((await readEvents(trx, cast.technician.actor, { number })).at(-1)).toMatchObject({
			kind: 'closed',
			solution: 'A new cable',
		});
	});

	test('the Slave is mailed what happens on the ticket that his Master opened', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.slave, clock.now);
		await trx.deleteFrom('outgoing_mail').execute();
		await close(trx, cast.supervisor.actor, number, '', clock.now);
		const letters = await trx.selectFrom('outgoing_mail').select('account_id').execute();
		expect(letters.map((letter) => letter.account_id).sort()).toEqual(
			[cast.master.actor.id, cast.slave.actor.id].sort(),
		);
	});
});
