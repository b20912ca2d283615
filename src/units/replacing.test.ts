import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { bindUnit } from './binding.ts';
import { delegate } from './delegating.ts';
import { findUnit } from './finding.ts';
import { readUnitHistory } from './history.ts';
import { listHoldings } from './listing.ts';
import { replaceUnit } from './replacing.ts';

const unitRow = (trx: Writing, id: number) =>
	trx.selectFrom('unit').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a unit that replaces another', () => {
	test('goes on with its owner, Master, grants and subscription', async ({ trx, cast, clock }) => {
		const { id } = cast.units.slave;
		const grants = { mayView: true, mayReply: true, mayClose: false };
		await delegate(trx, cast.slave.actor, { unitId: id, ...grants }, thePortal, clock.now);
		await trx.updateTable('unit').set({ subscription_until: '2027-05-31' }).where('id', '=', id).execute();
		const newId = await replaceUnit(trx, thePortal, id, 'KS-9002-B', clock.now);
		expect(await unitRow(trx, newId)).toMatchObject({
			customer_id: cast.slave.actor.id,
			master_id: cast.master.actor.id,
			kind: 'slave',
			subscription_until: '2027-05-31',
		});
		const { own } = await listHoldings(trx, cast.slave.actor);
		expect(own.find(({ serial }) => serial === 'KS-9002-B')).toMatchObject({ grants });
	});

	test('is the only one of both that its owner and his Master still find', async ({ trx, cast, clock }) => {
		await replaceUnit(trx, thePortal, cast.units.slave.id, 'KS-9002-B', clock.now);
		for (const { actor } of [cast.slave, cast.master]) {
			expect(await findUnit(trx, actor, 'kessv2', 'KS-0002-B')).toBeUndefined();
			expect(await findUnit(trx, actor, 'kessv2', 'KS-9002-B')).toBeDefined();
		}
		const serials = (await listHoldings(trx, cast.slave.actor)).own.map(({ serial }) => serial);
		expect(serials).toContain('KS-9002-B');
		expect(serials).not.toContain('KS-0002-B');
	});

	test('is named in the history of both', async ({ trx, cast, clock }) => {
		const newId = await replaceUnit(trx, thePortal, cast.units.master.id, 'KT-9001-A', clock.now);
		const told = { kind: 'replaced', details: { from: 'KT-0001-A', to: 'KT-9001-A' } };
		for (const id of [cast.units.master.id, newId]) expect((await readUnitHistory(trx, id))[0]).toMatchObject(told);
	});

	test('cannot have a serial number that exists', async ({ trx, cast, clock }) => {
		const taken = replaceUnit(trx, thePortal, cast.units.master.id, 'kt 0005 e', clock.now);
		await expect(taken).rejects.toMatchObject({ code: 'serial-taken' });
	});

	test('replaces a unit once', async ({ trx, cast, clock }) => {
		await replaceUnit(trx, thePortal, cast.units.master.id, 'KT-9001-A', clock.now);
		const again = replaceUnit(trx, thePortal, cast.units.master.id, 'KT-9001-B', clock.now);
		await expect(again).rejects.toMatchObject({ code: 'not-found' });
	});

	test('leaves the old one to nobody new', async ({ trx, cast, clock }) => {
		await trx.updateTable('unit').set({ master_id: null }).where('id', '=', cast.units.slave.id).execute();
		await replaceUnit(trx, thePortal, cast.units.slave.id, 'KS-9002-B', clock.now);
		const bound = bindUnit(trx, thePortal, cast.units.slave.id, cast.master.actor.id, clock.now);
		await expect(bound).rejects.toMatchObject({ code: 'not-found' });
	});
});
