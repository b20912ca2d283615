import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import { changeUnit, lockBelonging } from './changing-by-staff.ts';
import { belonging, changeableFacts, findOverseenUnits, listUnitsOf } from './overseeing.ts';
import { registerUnit } from './registering.ts';

describe('units at the desk', () => {
	test('are found by serial number without separators, by those who see the owner', async ({ trx, cast }) => {
		const [unit] = await findOverseenUnits(trx, cast.technicianFrance.actor, 'ks0002 b');
		expect(unit).toMatchObject({ ownerCode: 'C2001', masterCode: 'C1001', masterIsSeen: false });
		expect(await findOverseenUnits(trx, cast.technician.actor, 'KS-0002-B')).toEqual([]);
		expect(await findOverseenUnits(trx, cast.administrator.actor, '%')).toEqual([]);
	});

	test('two products may share a serial number', async ({ trx, cast, clock }) => {
		const twin = { product: 'kessv2', serial: 'KT0001A', kind: null, customerId: cast.master.actor.id };
		await registerUnit(trx, twin, thePortal, clock.now);
		expect(await findOverseenUnits(trx, cast.technician.actor, 'KT-0001-A')).toHaveLength(2);
		await expect(registerUnit(trx, twin, thePortal, clock.now)).rejects.toThrow('serial-taken');
		await expect(registerUnit(trx, { ...twin, product: 'data-bank' }, thePortal, clock.now)).rejects.toThrow(
			'form-invalid',
		);
	});

	test('a Master’s page shows his Slaves', async ({ trx, cast }) => {
		const units = await listUnitsOf(trx, cast.supervisor.actor, cast.master.actor.id);
		expect(units.own.map(({ serial }) => serial)).toEqual(['KT-0001-A']);
		expect(units.asMaster.map(({ serial }) => serial)).toEqual(['KS-0002-B']);
	});

	test('a unit that is no Slave any more loses its Master, in history and audit log', async ({ trx, cast, clock }) => {
		const staff = cast.supervisor.actor;
		const by = { accountId: staff.id, address: '' };
		const [unit] = await findOverseenUnits(trx, staff, 'KS-0002-B');
		const wanted = { product: 'kessv2', serial: 'KS-0002-B', shown: stampOf(changeableFacts(unit!)) };
		const change = {
			kind: 'master',
			username: 'lumiere',
			subscriptionUntil: '2027-01-31',
			softwareVersion: '5.0',
		} as const;
		await changeUnit(trx, staff, by, { ...wanted, change }, clock.now);
		expect(await findOverseenUnits(trx, staff, 'KS-0002-B')).toMatchObject([{ kind: 'master', masterCode: null }]);
		const events = await trx
			.selectFrom('unit_event')
			.select('kind')
			.where('unit_id', '=', unit!.id)
			.orderBy('id')
			.execute();
		expect(events.map(({ kind }) => kind)).toEqual(['released', 'changed']);
		await expect(
			changeUnit(trx, staff, by, { ...wanted, change: { ...change, kind: null } }, clock.now),
		).rejects.toThrow('changed-meanwhile');
	});

	test('a unit whose owner or Master is not the one shown is not touched', async ({ trx, cast }) => {
		const [unit] = await findOverseenUnits(trx, cast.supervisor.actor, 'KS-0002-B');
		const shown = stampOf(belonging(unit!));
		await trx.updateTable('unit').set({ master_id: null }).where('id', '=', unit!.id).execute();
		const locked = lockBelonging(trx, cast.supervisor.actor, { product: 'kessv2', serial: 'KS-0002-B', shown });
		await expect(locked).rejects.toThrow('changed-meanwhile');
	});
});
