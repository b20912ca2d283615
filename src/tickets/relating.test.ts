import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import { stageFiles } from '../attachments/staging.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import type { DueMail } from '../mail/letter.ts';
import { bindUnit, releaseUnit } from '../units/binding.ts';
import { delegate } from '../units/delegating.ts';
import { transferUnit } from '../units/transferring.ts';
import type { Grants } from '../units/unit.ts';
import { test } from '../../tests/desk.ts';
import { open, request, words } from '../../tests/ticketing.ts';
import { answer } from './answering.ts';
import { close } from './closing.ts';
import { findTicket, ticketsVisibleTo } from './finding.ts';
import { composeTicketLetter } from './letters.ts';
import { openTicket } from './opening.ts';
import { countUnread, findFile, readConversation, readEvents } from './reading.ts';
import { reply } from './replying.ts';

const everything: Grants = { mayView: true, mayReply: true, mayClose: true };
const viewing: Grants = { mayView: true, mayReply: false, mayClose: false };

async function seenBy(trx: Writing, customer: CustomerActor): Promise<number[]> {
	const rows = await ticketsVisibleTo(trx, customer).select('t.number').orderBy('t.number').execute();
	return rows.map(({ number }) => number);
}

async function said(trx: Writing, customer: CustomerActor, number: number): Promise<string[]> {
	const messages = await readConversation(trx, customer, { number });
	return messages.map(({ html }) => html.replaceAll(/<[^>]+>/g, ''));
}

async function stage(trx: Writing, owner: CustomerActor, name: string): Promise<string> {
	const file = { slot: 'other' as const, name, size: 3, sha256: Buffer.alloc(32), storedAs: name };
	const [staged] = await stageFiles(trx, owner.id, [file]);
	return staged!.id;
}

async function lettersAbout(trx: Writing, number: number, letter: string): Promise<DueMail[]> {
	const rows = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('letter', '=', letter)
		.orderBy('account_id')
		.execute();
	return rows
		.map((row) => ({ ...row, details: row.details as DueMail['details'] }))
		.filter(({ details }) => Number(details['ticket']) === number);
}

describe('a Master', () => {
	test('sees what he opened about his Slave’s unit, and nothing of what the Slave opened', async ({
		trx,
		cast,
		clock,
	}) => {
		const own = await open(trx, cast.master.actor, cast.units.slave, clock.now);
		const slaves = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		expect(await seenBy(trx, cast.master.actor)).toEqual([own]);
		expect(await seenBy(trx, cast.slave.actor)).toEqual([own, slaves]);
		expect(await seenBy(trx, cast.stranger.actor)).toEqual([]);
	});

	test('sees what the Slave opened as long as the Slave lets him', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...viewing }, thePortal, clock.now);
		expect(await findTicket(trx, cast.master.actor, number)).toMatchObject({ mayReply: false, mayClose: false });
		const revoked = { mayView: false, mayReply: true, mayClose: true };
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...revoked }, thePortal, clock.now);
		await expect(findTicket(trx, cast.master.actor, number)).rejects.toThrow('not-found');
	});

	test('answers and closes only with the Slave’s word for each', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		const { actor } = cast.master;
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...viewing }, thePortal, clock.now);
		await expect(reply(trx, actor, number, words('from the Master'), clock.now)).rejects.toThrow('not-allowed');
		await expect(close(trx, actor, number, '', clock.now)).rejects.toThrow('not-allowed');
		const replying = { ...viewing, mayReply: true };
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...replying }, thePortal, clock.now);
		await reply(trx, actor, number, words('from the Master'), clock.now);
		await expect(close(trx, actor, number, '', clock.now)).rejects.toThrow('not-allowed');
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...everything }, thePortal, clock.now);
		await close(trx, actor, number, 'cable', clock.now);
		expect(await said(trx, cast.slave.actor, number)).toEqual(['It stopped twice.', 'from the Master']);
	});

	test('sees nothing of another unit of the same Slave, nor of another Slave', async ({ trx, cast, clock }) => {
		const row = { product: 'k-tag', serial: 'SIBLING-1', kind: 'slave' };
		const units = [
			{ ...row, customer_id: cast.slave.actor.id },
			{ ...row, serial: 'SIBLING-2', customer_id: cast.stranger.actor.id, master_id: cast.master.actor.id },
		];
		await trx.insertInto('unit').values(units[0]!).execute();
		await trx.insertInto('unit').values(units[1]!).execute();
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...everything }, thePortal, clock.now);
		await open(trx, cast.slave.actor, { product: 'k-tag', serial: 'SIBLING-1' }, clock.now);
		const sibling = await open(trx, cast.stranger.actor, { product: 'k-tag', serial: 'SIBLING-2' }, clock.now);
		expect(await seenBy(trx, cast.master.actor)).toEqual([]);
		expect(await seenBy(trx, cast.slave.actor)).not.toContain(sibling);
	});

	test('who is not the Master any more keeps what he wrote and support answered, and loses the rest', async ({
		trx,
		cast,
		clock,
	}) => {
		const { actor } = cast.master;
		const number = await open(trx, actor, cast.units.slave, clock.now);
		const slaves = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		await delegate(trx, cast.slave.actor, { unitId: cast.units.slave.id, ...everything }, thePortal, clock.now);
		await reply(trx, cast.slave.actor, number, words('a word of the Slave'), clock.now);
		await answer(trx, cast.technician.actor, number, words('an answer'), clock.now);
		expect(await said(trx, actor, number)).toEqual(['It stopped twice.', 'a word of the Slave', 'an answer']);

		await releaseUnit(trx, thePortal, cast.units.slave.id, clock.now);
		await reply(trx, cast.slave.actor, number, words('a later word'), clock.now);
		expect(await said(trx, actor, number)).toEqual(['It stopped twice.', 'an answer']);
		expect(await seenBy(trx, actor)).not.toContain(slaves);
		await reply(trx, actor, number, words('still mine'), clock.now);
		await close(trx, cast.slave.actor, number, 'the Slave’s solution', clock.now);
		const marks = await readEvents(trx, actor, { number });
		expect(marks.at(-1)).toMatchObject({ kind: 'closed', by: null, byAnother: true, solution: null });
		expect(JSON.stringify([marks, await findTicket(trx, actor, number)])).not.toMatch(/Lumière|solution of/);
	});
});

describe('a former owner', () => {
	test('keeps the tickets he opened, without what others wrote or what became of the unit', async ({
		trx,
		cast,
		clock,
	}) => {
		const { slave, master, stranger, units } = cast;
		const number = await open(trx, slave.actor, units.slave, clock.now);
		const byMaster = await open(trx, master.actor, units.slave, clock.now);
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...everything }, thePortal, clock.now);
		await reply(trx, master.actor, number, words('a word of the Master'), clock.now);
		await transferUnit(trx, thePortal, units.slave.id, { to: stranger.actor.id, keepMaster: true }, clock.now);
		await trx
			.updateTable('unit')
			.set({ subscription_until: '2031-01-01' })
			.where('id', '=', units.slave.id)
			.execute();

		expect(await seenBy(trx, slave.actor)).toEqual([number]);
		expect(await seenBy(trx, stranger.actor)).toEqual([]);
		expect(await seenBy(trx, master.actor)).toEqual([byMaster]);
		expect(await said(trx, slave.actor, number)).toEqual(['It stopped twice.']);
		expect(await findTicket(trx, slave.actor, number)).toMatchObject({
			serial: units.slave.serial,
			subscriptionUntil: null,
			kind: null,
			stillParty: false,
			mayReply: true,
		});
	});

	test('sees everything again when the unit comes back', async ({ trx, cast, clock }) => {
		const { slave, master, stranger, units } = cast;
		const number = await open(trx, master.actor, units.slave, clock.now);
		await transferUnit(trx, thePortal, units.slave.id, { to: stranger.actor.id, keepMaster: false }, clock.now);
		expect(await seenBy(trx, slave.actor)).toEqual([]);
		await transferUnit(trx, thePortal, units.slave.id, { to: slave.actor.id, keepMaster: false }, clock.now);
		expect(await seenBy(trx, slave.actor)).toEqual([number]);
	});
});

describe('files', () => {
	test('are had by whoever sees their message, and by nobody else', async ({ trx, cast, clock }) => {
		const { slave, master, stranger, units } = cast;
		const ofMaster = await stage(trx, master.actor, 'master.txt');
		const asked = { ...request({ product: units.slave.product, serial: units.slave.serial }), attached: [ofMaster] };
		const number = await openTicket(trx, master.actor, asked, clock.now);
		const ofSlave = await stage(trx, slave.actor, 'slave.txt');
		await reply(trx, slave.actor, number, { ...words('see'), attached: [ofSlave] }, clock.now);
		for (const id of [ofMaster, ofSlave]) {
			expect(await findFile(trx, master.actor, id)).toBeTruthy();
			expect(await findFile(trx, slave.actor, id)).toBeTruthy();
			await expect(findFile(trx, stranger.actor, id)).rejects.toThrow('not-found');
		}
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		expect(await findFile(trx, master.actor, ofMaster)).toBeTruthy();
		await expect(findFile(trx, master.actor, ofSlave)).rejects.toThrow('not-found');
	});
});

describe('letters and news', () => {
	test('go to a Master as long as he may view', async ({ trx, cast, clock }) => {
		const { slave, master, units } = cast;
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		const number = await open(trx, slave.actor, units.slave, clock.now);
		await answer(trx, cast.technicianFrance.actor, number, words('an answer'), clock.now);
		const letters = await lettersAbout(trx, number, 'ticket-answered');
		expect(letters.map(({ accountId }) => accountId)).toEqual([master.actor.id, slave.actor.id]);
		expect(await countUnread(trx, master.actor)).toBe(1);
		expect((await composeTicketLetter(trx, letters[0]!, 'Acme'))?.quote?.text).toBe('an answer');

		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing, mayView: false }, thePortal, clock.now);
		expect(await composeTicketLetter(trx, letters[0]!, 'Acme')).toBeNull();
		expect(await countUnread(trx, master.actor)).toBe(0);
	});

	test('say whose words they quote, and quote nobody’s to a former Master', async ({ trx, cast, clock }) => {
		const { slave, master, units } = cast;
		const number = await open(trx, master.actor, units.slave, clock.now);
		const [, toSlave] = await lettersAbout(trx, number, 'ticket-opened');
		expect((await composeTicketLetter(trx, toSlave!, 'Acme'))?.quote?.from).toContain('Officina Ferri');
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		await close(trx, master.actor, number, '', clock.now);
		await reply(trx, slave.actor, number, words('a word of the Slave'), clock.now);
		const [reopened] = await lettersAbout(trx, number, 'ticket-reopened');
		expect(reopened?.accountId).toBe(master.actor.id);
		const { id } = await trx
			.selectFrom('ticket_event')
			.select('id')
			.where('kind', '=', 'replied')
			.where('ticket_number', '=', number)
			.executeTakeFirstOrThrow();
		// Even a letter that names the Slave's message as its event quotes nothing of it.
		const forged = { ...reopened!, details: { ticket: number, event: id } };
		expect(JSON.stringify(await composeTicketLetter(trx, forged, 'Acme'))).not.toMatch(/Slave|Lumière/);
	});
});

describe('a unit that is bound to another Master', () => {
	test('takes everything from the first and gives the second nothing of before', async ({ trx, cast, clock }) => {
		const { slave, master, stranger, units } = cast;
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...everything }, thePortal, clock.now);
		const number = await open(trx, slave.actor, units.slave, clock.now);
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		await bindUnit(trx, thePortal, units.slave.id, stranger.actor.id, clock.now);
		expect(await seenBy(trx, master.actor)).toEqual([]);
		expect(await seenBy(trx, stranger.actor)).toEqual([]);
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		expect(await seenBy(trx, stranger.actor)).toEqual([number]);
		expect(await seenBy(trx, master.actor)).toEqual([]);
	});
});

describe('a grant', () => {
	test('to somebody who is not the unit’s Master shows him nothing', async ({ trx, cast, clock }) => {
		const { slave, stranger, units } = cast;
		await open(trx, slave.actor, units.slave, clock.now);
		const grant = { unit_id: units.slave.id, master_id: stranger.actor.id, may_view: true, changed_at: clock.now };
		await trx.insertInto('delegation').values(grant).execute();
		expect(await seenBy(trx, stranger.actor)).toEqual([]);
	});
});

describe('staff', () => {
	test('see all of a conversation in their branches, whoever owns the unit now, and nothing elsewhere', async ({
		trx,
		cast,
		clock,
	}) => {
		const { slave, master, units } = cast;
		const number = await open(trx, slave.actor, units.slave, clock.now);
		await transferUnit(trx, thePortal, units.slave.id, { to: master.actor.id, keepMaster: true }, clock.now);
		const messages = await readConversation(trx, cast.technicianFrance.actor, { number });
		expect(messages.map(({ author }) => author)).toEqual(['Garage Lumière']);
		expect(await readConversation(trx, cast.technician.actor, { number })).toEqual([]);
		expect((await findTicket(trx, cast.administrator.actor, number)).stillParty).toBe(true);
	});
});
