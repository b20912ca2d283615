import { describe, expect } from 'vitest';
import { thePortal, type By } from '../audit/entry.ts';
import { addSlave, audited } from '../../tests/binding.ts';
import { test } from '../../tests/desk.ts';
import { bindUnit, giveUpUnit, releaseUnit } from './binding.ts';
import { delegate } from './delegating.ts';
import { readUnitHistory } from './history.ts';
import { importUnits } from './importing.ts';
import { listHoldings } from './listing.ts';
import { transferUnit } from './transferring.ts';
import { nothingGranted } from './unit.ts';

const viewing = { ...nothingGranted, mayView: true };

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
