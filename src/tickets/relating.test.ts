import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { bindUnit, releaseUnit } from '../units/binding.ts';
import { delegate } from '../units/delegating.ts';
import { transferUnit } from '../units/transferring.ts';
import type { Grants } from '../units/unit.ts';
import { test } from '../../tests/desk.ts';
import { open, words } from '../../tests/ticketing.ts';
import { answer } from './answering.ts';
import { close } from './closing.ts';
import { findTicket, ticketsVisibleTo } from './finding.ts';
import { readConversation, readEvents } from './reading.ts';
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
