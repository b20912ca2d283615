import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import { addSlave, audited } from '../../tests/binding.ts';
import { test } from '../../tests/desk.ts';
import { bindUnit, decideBinding } from './binding.ts';
import { listHoldings } from './listing.ts';
import { listOwnRequests, listRequests, requestBinding, withdrawBinding } from './requesting.ts';
import { transferUnit } from './transferring.ts';

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
