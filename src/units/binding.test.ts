import { describe, expect } from 'vitest';
import { thePortal, type By } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { bindUnit, decideBinding, giveUpUnit, releaseUnit } from './binding.ts';
import { delegate } from './delegating.ts';
import { readUnitHistory } from './history.ts';
import { importUnits } from './importing.ts';
import { listHoldings } from './listing.ts';
import { listOwnRequests, listRequests, requestBinding, withdrawBinding } from './requesting.ts';
import { transferUnit } from './transferring.ts';
import { nothingGranted } from './unit.ts';

const viewing = { ...nothingGranted, mayView: true };

async function audited(trx: Writing): Promise<{ action: string; subject: string; before: unknown; after: unknown }[]> {
	return trx.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).orderBy('id').execute();
}

async function addSlave(trx: Writing, ownerId: number, serial: string): Promise<number> {
	const row = { product: 'kessv2', serial, kind: 'slave', customer_id: ownerId };
	const { id } = await trx.insertInto('unit').values(row).returning('id').executeTakeFirstOrThrow();
	return id;
}

describe('binding and release', () => {
	test('are on the unit’s history and in the audit log', async ({ trx, cast, clock }) => {
		const by: By = { accountId: cast.supervisor.actor.id, address: '192.0.2.1' };
		await releaseUnit(trx, by, cast.units.slave.id, clock.now);
		await bindUnit(trx, by, cast.units.slave.id, cast.stranger.actor.id, clock.now);
		const history = await readUnitHistory(trx, cast.units.slave.id);
		expect(history).toMatchObject([
			{ kind: 'bound', by: 'Sonia Valli', details: { master: 'C5001' } },
			{ kind: 'released', by: 'Sonia Valli', details: { master: 'C1001' } },
		]);
		expect((await audited(trx)).slice(-2)).toMatchObject([
			{
				action: 'unit-released',
				subject: 'unit:kessv2/KS-0002-B',
				before: { master: 'C1001' },
				after: { master: null },
			},
			{ action: 'unit-bound', before: { master: null }, after: { master: 'C5001' } },
		]);
	});

	test('refuse a bound unit, a unit that is no Slave, one’s own, and one that is bound to nobody', async ({
		trx,
		cast,
		clock,
	}) => {
		const { units, stranger, slave } = cast;
		const bind = (unitId: number, masterId: number) => bindUnit(trx, thePortal, unitId, masterId, clock.now);
		await expect(bind(units.slave.id, stranger.actor.id)).rejects.toThrow('bound-already');
		await expect(bind(units.master.id, stranger.actor.id)).rejects.toThrow('not-a-slave');
		await expect(releaseUnit(trx, thePortal, units.master.id, clock.now)).rejects.toThrow('changed-meanwhile');
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		await expect(bind(units.slave.id, slave.actor.id)).rejects.toThrow('not-a-slave');
		await expect(bind(999_999, slave.actor.id)).rejects.toThrow('not-found');
	});

	test('end what was granted', async ({ trx, cast, clock }) => {
		const { slave, units } = cast;
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		await bindUnit(trx, thePortal, units.slave.id, cast.master.actor.id, clock.now);
		expect((await listHoldings(trx, slave.actor)).own[0]?.grants).toEqual(nothingGranted);
	});

	test('end it also when an import binds the unit to another Master and back', async ({ trx, cast, clock }) => {
		const { slave, units } = cast;
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		const row = { product: 'kessv2', serial: units.slave.serial, customer: 'C2001', kind: 'Slave' };
		for (const master of ['C5001', 'C1001'])
			await importUnits(trx, [{ line: 2, cells: { ...row, master } }], { update: true });
		expect((await listHoldings(trx, slave.actor)).own[0]).toMatchObject({
			partner: { code: 'C1001' },
			grants: nothingGranted,
		});
		const history = (await readUnitHistory(trx, units.slave.id)).map(({ kind, details }) => [
			kind,
			details['master'],
		]);
		expect(history.slice(0, 4)).toEqual([
			['bound', 'C1001'],
			['released', 'C5001'],
			['bound', 'C5001'],
			['released', 'C1001'],
		]);
	});

	test('a Master gives up what is bound to him and nobody else’s', async ({ trx, cast, clock }) => {
		const { master, slave, stranger, units } = cast;
		for (const { actor } of [slave, stranger])
			await expect(giveUpUnit(trx, actor, units.slave.id, thePortal, clock.now)).rejects.toThrow('not-found');
		await giveUpUnit(trx, master.actor, units.slave.id, thePortal, clock.now);
		expect((await listHoldings(trx, master.actor)).ofSlaves).toEqual([]);
	});

	test('of two at once one wins, and the loser is told', async ({ db, cast, clock }) => {
		const unitId = await db.transaction().execute((trx) => addSlave(trx, cast.slave.actor.id, 'RACE-1'));
		const bind = (masterId: number) =>
			db.transaction().execute((trx) => bindUnit(trx, thePortal, unitId, masterId, clock.now));
		const outcomes = await Promise.allSettled([bind(cast.master.actor.id), bind(cast.stranger.actor.id)]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(outcomes.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'bound-already' });
		await db.deleteFrom('unit').where('id', '=', unitId).execute();
	});
});

describe('a transfer', () => {
	test('releases the unit or keeps its Master, ends what was granted, and is told', async ({ trx, cast, clock }) => {
		const { slave, master, stranger, units } = cast;
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		await transferUnit(trx, thePortal, units.slave.id, { to: stranger.actor.id, keepMaster: true }, clock.now);
		const [kept] = (await listHoldings(trx, master.actor)).ofSlaves;
		expect(kept).toMatchObject({ partner: { code: 'C5001' }, grants: nothingGranted });
		await transferUnit(trx, thePortal, units.slave.id, { to: slave.actor.id, keepMaster: false }, clock.now);
		expect((await listHoldings(trx, slave.actor)).own[0]?.partner).toBeNull();
		expect((await audited(trx)).at(-1)).toMatchObject({
			action: 'unit-transferred',
			before: { customer: 'C5001', master: 'C1001' },
			after: { customer: 'C2001', master: null },
		});
	});

	test('to the Master himself leaves no Master, and to the owner is refused', async ({ trx, cast, clock }) => {
		const { slave, master, units } = cast;
		const give = (to: number) =>
			transferUnit(trx, thePortal, units.slave.id, { to: to, keepMaster: true }, clock.now);
		await expect(give(slave.actor.id)).rejects.toThrow('changed-meanwhile');
		await give(master.actor.id);
		const own = (await listHoldings(trx, master.actor)).own.find(({ serial }) => serial === units.slave.serial);
		expect(own?.partner).toBeNull();
	});
});

describe('a delegation', () => {
	test('is the owner’s to give, and only while the unit is bound', async ({ trx, cast, clock }) => {
		const { slave, master, stranger, units } = cast;
		for (const { actor } of [master, stranger])
			await expect(
				delegate(trx, actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now),
			).rejects.toThrow('not-found');
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		await expect(
			delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now),
		).rejects.toThrow('not-found');
	});

	test('is not given to another Master than the one who was shown', async ({ trx, cast, clock }) => {
		const { slave, units } = cast;
		const grants = { ...viewing, master: 'C5001' };
		await expect(
			delegate(trx, slave.actor, { unitId: units.slave.id, ...grants }, thePortal, clock.now),
		).rejects.toThrow('changed-meanwhile');
	});

	test('saved twice is told once', async ({ trx, cast, clock }) => {
		const { slave, units } = cast;
		for (let turn = 0; turn < 2; turn++)
			await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		expect(await readUnitHistory(trx, units.slave.id)).toHaveLength(1);
	});
});

describe('a request to bind', () => {
	const asked = { product: 'kessv2', serial: 'ks 0100 z' };

	test('stands alike for a free Slave, somebody else’s Master unit, and a number that nobody has', async ({
		trx,
		cast,
		clock,
	}) => {
		const { stranger, units } = cast;
		await addSlave(trx, cast.slave.actor.id, 'KS-0100-Z');
		for (const serial of [asked.serial, units.slave.serial, 'NOBODY-1'])
			await requestBinding(trx, stranger.actor, { product: 'kessv2', serial }, thePortal, clock.now);
		await requestBinding(trx, stranger.actor, { product: 'kessv2', serial: 'KS0100Z' }, thePortal, clock.now);
		const waiting = await listOwnRequests(trx, stranger.actor);
		expect(waiting.map(({ serial }) => serial).toSorted()).toEqual(
			[units.slave.serial, 'NOBODY-1', asked.serial].toSorted(),
		);
		expect(Object.keys(waiting[0]!).toSorted()).toEqual(['at', 'id', 'productName', 'serial']);
	});

	test('is refused for what is his already, without a number, and after twenty in a day', async ({
		trx,
		cast,
		clock,
	}) => {
		const { master, units } = cast;
		const ask = (product: string, serial: string) =>
			requestBinding(trx, master.actor, { product, serial }, thePortal, clock.now);
		await expect(ask('k-tag', units.master.serial)).rejects.toThrow('serial-taken');
		await expect(ask('kessv2', units.slave.serial)).rejects.toThrow('bound-already');
		await expect(ask('kessv2', ' - ')).rejects.toThrow('form-invalid');
		await expect(ask('data-bank', 'X1')).rejects.toThrow('not-found');
		for (let count = 0; count < 20; count++) await ask('kessv2', `GUESS-${count}`);
		await expect(ask('kessv2', 'GUESS-20')).rejects.toMatchObject({ code: 'too-many-attempts' });
		await requestBinding(trx, cast.stranger.actor, { product: 'kessv2', serial: 'GUESS-20' }, thePortal, clock.now);
	});

	test('is answered by staff of the owner’s branch and nobody else', async ({ trx, cast, clock }) => {
		const { stranger, slave, supervisor, branches } = cast;
		const unitId = await addSlave(trx, slave.actor.id, 'KS-0100-Z');
		await requestBinding(trx, stranger.actor, asked, thePortal, clock.now);
		const italian = { ...supervisor.actor, branchIds: [branches.italy] };
		const french = { ...supervisor.actor, branchIds: [branches.france] };
		expect(await listRequests(trx, italian)).toEqual([]);
		const [request] = await listRequests(trx, french);
		expect(request).toMatchObject({ unitId, masterCode: 'C5001', ownerCode: 'C2001', bindable: true });
		const decide = (staff: typeof french) =>
			decideBinding(trx, staff, { requestId: request!.id, decision: 'accepted' }, thePortal, clock.now);
		await expect(decide(italian)).rejects.toThrow('not-found');
		await decide(french);
		expect((await listHoldings(trx, stranger.actor)).ofSlaves).toMatchObject([{ serial: 'KS-0100-Z' }]);
		expect(await listOwnRequests(trx, stranger.actor)).toEqual([]);
		await expect(decide(french)).rejects.toThrow('changed-meanwhile');
	});

	test('for a number that nobody has is answered by the Master’s branch, and cannot be accepted', async ({
		trx,
		cast,
		clock,
	}) => {
		const { stranger, supervisor, branches } = cast;
		await requestBinding(trx, stranger.actor, asked, thePortal, clock.now);
		const italian = { ...supervisor.actor, branchIds: [branches.italy] };
		const [request] = await listRequests(trx, italian);
		expect(request).toMatchObject({ unitId: null, ownerCode: null, bindable: false });
		await expect(
			decideBinding(trx, italian, { requestId: request!.id, decision: 'accepted' }, thePortal, clock.now),
		).rejects.toThrow('not-a-slave');
		await decideBinding(trx, italian, { requestId: request!.id, decision: 'declined' }, thePortal, clock.now);
		expect(await listRequests(trx, italian)).toEqual([]);
		expect((await audited(trx)).at(-1)).toMatchObject({
			action: 'binding-declined',
			subject: 'unit:kessv2/ks 0100 z',
		});
	});

	test('is withdrawn by who made it and by nobody else', async ({ trx, cast, clock }) => {
		const { master, stranger } = cast;
		await requestBinding(trx, stranger.actor, asked, thePortal, clock.now);
		const [request] = await listOwnRequests(trx, stranger.actor);
		const withdraw = (actor: typeof master.actor) => withdrawBinding(trx, actor, request!.id, thePortal, clock.now);
		await expect(withdraw(master.actor)).rejects.toThrow('not-found');
		await withdraw(stranger.actor);
		await expect(withdraw(stranger.actor)).rejects.toThrow('not-found');
	});

	test('is settled when the unit is bound to another or changes hands', async ({ trx, cast, clock }) => {
		const { master, slave, stranger } = cast;
		const unitId = await addSlave(trx, slave.actor.id, 'KS-0100-Z');
		await requestBinding(trx, stranger.actor, asked, thePortal, clock.now);
		await bindUnit(trx, thePortal, unitId, master.actor.id, clock.now);
		expect(await listOwnRequests(trx, stranger.actor)).toEqual([]);
		await requestBinding(trx, stranger.actor, asked, thePortal, clock.now);
		await transferUnit(trx, thePortal, unitId, { to: master.actor.id, keepMaster: false }, clock.now);
		expect(await listOwnRequests(trx, stranger.actor)).toEqual([]);
		const states = await trx.selectFrom('binding_request').select('state').execute();
		expect(states).toEqual([{ state: 'declined' }, { state: 'declined' }]);
	});
});
