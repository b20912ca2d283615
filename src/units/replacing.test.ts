import { describe, expect } from 'vitest';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import { findProfile } from '../customers/profile-finding.ts';
import type { Writing } from '../database/connection.ts';
import { findTicket } from '../tickets/finding.ts';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import { bindUnit, decideBinding, releaseUnit } from './binding.ts';
import { lockBelonging } from './changing-by-staff.ts';
import { claimAsCustomer } from './claiming.ts';
import { delegate } from './delegating.ts';
import { findUnit } from './finding.ts';
import { readUnitHistory } from './history.ts';
import { importUnits } from './importing.ts';
import { listHoldings } from './listing.ts';
import { belonging, findOverseenUnits, listUnitsOf } from './overseeing.ts';
import { releaseSerials } from './releasing.ts';
import { replaceUnit } from './replacing.ts';
import { listRequests, requestBinding } from './requesting.ts';

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

describe('a unit that was replaced', () => {
	const old = { product: 'kessv2', serial: 'KS-0002-B' };
	const replaced = (trx: Writing, id: number, now: Date) => replaceUnit(trx, thePortal, id, 'KS-9002-B', now);

	test('is not offered at the desk among its customer’s units, nor among his Master’s', async ({
		trx,
		cast,
		clock,
	}) => {
		await replaced(trx, cast.units.slave.id, clock.now);
		const { own } = await listUnitsOf(trx, cast.administrator.actor, cast.slave.actor.id);
		const { asMaster } = await listUnitsOf(trx, cast.administrator.actor, cast.master.actor.id);
		for (const units of [own, asMaster]) expect(units.map(({ serial }) => serial)).toEqual(['KS-9002-B']);
	});

	test('is still found at the desk by its serial number, and changed by nobody', async ({ trx, cast, clock }) => {
		await replaced(trx, cast.units.slave.id, clock.now);
		const [unit] = await findOverseenUnits(trx, cast.administrator.actor, old.serial);
		const shown = stampOf(belonging(unit!));
		const locked = lockBelonging(trx, cast.administrator.actor, { ...old, shown });
		await expect(locked).rejects.toMatchObject({ code: 'not-found' });
	});

	test('has its tickets still read by whoever wrote them', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		await replaced(trx, cast.units.slave.id, clock.now);
		expect(await findTicket(trx, cast.slave.actor, number)).toMatchObject({ number, serial: old.serial });
	});

	test('is released and claimed by nobody', async ({ trx, cast, clock }) => {
		await replaced(trx, cast.units.slave.id, clock.now);
		const release = { ...old, serials: [old.serial], kind: null, masterId: null, subscriptionUntil: null };
		expect(await releaseSerials(trx, thePortal, release, clock.now)).toMatchObject([{ problem: 'registered' }]);
		const claimed = claimAsCustomer(trx, cast.stranger.actor, old, thePortal, clock.now);
		await expect(claimed).rejects.toMatchObject({ code: 'serial-not-released' });
	});

	test('is asked for in vain: who waited is declined, and who asks later cannot be accepted', async ({
		trx,
		cast,
		clock,
	}) => {
		await trx.updateTable('unit').set({ master_id: null }).where('id', '=', cast.units.slave.id).execute();
		await requestBinding(trx, cast.master.actor, old, thePortal, clock.now);
		await replaced(trx, cast.units.slave.id, clock.now);
		const states = await trx.selectFrom('binding_request').select('state').execute();
		expect(states).toEqual([{ state: 'declined' }]);

		await requestBinding(trx, cast.stranger.actor, old, thePortal, clock.now);
		const { actor } = cast.administrator;
		const [request] = await listRequests(trx, actor);
		expect(request).toMatchObject({ bindable: false });
		const answer = { requestId: request!.id, decision: 'accepted' as const };
		await expect(decideBinding(trx, actor, answer, thePortal, clock.now)).rejects.toMatchObject({
			code: 'not-a-slave',
		});
	});

	test('is left as it is by an import that still knows it', async ({ trx, cast, clock }) => {
		await replaced(trx, cast.units.slave.id, clock.now);
		const cells = { ...old, customer: cast.slave.code, username: 'somebody' };
		const done = await importUnits(trx, [{ line: 2, cells }], { update: true });
		expect(done).toMatchObject({ added: 0, updated: 0, refused: [] });
	});

	test('does not count among what a customer has', async ({ trx, cast, clock }) => {
		await replaced(trx, cast.units.slave.id, clock.now);
		expect(await findProfile(trx, cast.slave.actor, clock.now)).toMatchObject({ units: 1 });
	});

	test('is not named as his Master’s', async ({ trx, cast, clock }) => {
		const mine = { product: 'kessv2', serial: 'KM-0001', customer_id: cast.master.actor.id, kind: 'master' };
		const { id } = await trx.insertInto('unit').values(mine).returning('id').executeTakeFirstOrThrow();
		await replaceUnit(trx, thePortal, id, 'KM-0002', clock.now);
		const unit = await findUnit(trx, cast.slave.actor, 'kessv2', old.serial);
		expect(unit).toMatchObject({ masterSerial: 'KM-0002' });
	});

	test('shows its tickets to its Master only as long as the Slave grants it on the new one', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		const grants = { mayView: true, mayReply: false, mayClose: false };
		const grant = (unitId: number, mayView: boolean) =>
			delegate(trx, cast.slave.actor, { unitId, ...grants, mayView }, thePortal, clock.now);
		const read = () => findTicket(trx, cast.master.actor, number);
		await grant(cast.units.slave.id, true);
		const newId = await replaced(trx, cast.units.slave.id, clock.now);
		expect(await read()).toMatchObject({ number });
		await grant(newId, false);
		await expect(read()).rejects.toMatchObject({ code: 'not-found' });
		await grant(newId, true);
		expect(await read()).toMatchObject({ number });
		await releaseUnit(trx, thePortal, newId, clock.now);
		await expect(read()).rejects.toMatchObject({ code: 'not-found' });
		expect(await unitRow(trx, cast.units.slave.id)).toMatchObject({ master_id: null });
	});
});
