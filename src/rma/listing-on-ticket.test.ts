import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asTechnician, authorised, request } from '../../tests/sending.ts';
import { open } from '../../tests/ticketing.ts';
import type { StaffActor } from '../identity/actor.ts';
import { delegate } from '../units/delegating.ts';
import { transferUnit } from '../units/transferring.ts';
import { thePortal } from '../audit/entry.ts';
import { authorise } from './authorising.ts';
import { findRma } from './finding.ts';
import { listOnTicket } from './listing-on-ticket.ts';

describe('the RMAs of a ticket', () => {
	test('are opened by their sender and by the staff of their branch', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { ticketNumber } = await findRma(trx, cast.master.actor, number);
		for (const { actor } of [cast.master, cast.technician, cast.administrator])
			expect(await listOnTicket(trx, actor, ticketNumber)).toMatchObject([
				{ number, state: 'authorised', stateSince: clock.now, mayOpen: true },
			]);
	});

	test('are opened by an auditor, who sees every branch', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { ticketNumber } = await findRma(trx, cast.master.actor, number);
		const auditor: StaffActor = { kind: 'staff', id: cast.administrator.actor.id, role: 'auditor', branchIds: [] };
		expect(await listOnTicket(trx, auditor, ticketNumber)).toMatchObject([{ number, mayOpen: true }]);
	});

	test('are nothing to who does not see the ticket', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { ticketNumber } = await findRma(trx, cast.master.actor, number);
		for (const { actor } of [cast.stranger, cast.slave, cast.technicianFrance])
			expect(await listOnTicket(trx, actor, ticketNumber)).toEqual([]);
	});

	test('are a number and a state to a technician of the ticket when they go to another branch', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await authorised(trx, cast, clock.now, { branchId: cast.branches.france });
		const { ticketNumber } = await findRma(trx, cast.master.actor, number);
		expect(await listOnTicket(trx, cast.technician.actor, ticketNumber)).toMatchObject([{ number, mayOpen: false }]);
		expect(await listOnTicket(trx, cast.technicianFrance.actor, ticketNumber)).toEqual([]);
	});

	test('are a number and a state to the Master who sees the ticket of his Slave', async ({ trx, cast, clock }) => {
		const { master, slave, supervisor, units } = cast;
		const grants = { mayView: true, mayReply: false, mayClose: false };
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...grants }, thePortal, clock.now);
		const ticketNumber = await open(trx, slave.actor, units.slave, clock.now);
		const items = [{ unitId: units.slave.id, accessory: null }];
		const asked = request(cast, ticketNumber, { items, senderId: slave.actor.id });
		const number = await authorise(trx, asTechnician(supervisor.actor), asked, clock.now);
		expect(await listOnTicket(trx, master.actor, ticketNumber)).toMatchObject([{ number, mayOpen: false }]);
		expect(await listOnTicket(trx, slave.actor, ticketNumber)).toMatchObject([{ number, mayOpen: true }]);
	});

	test('are a number and a state to the Slave when his Master sends', async ({ trx, cast, clock }) => {
		const { master, slave, supervisor, units } = cast;
		const ticketNumber = await open(trx, master.actor, units.slave, clock.now);
		const asked = request(cast, ticketNumber, { items: [{ unitId: units.slave.id, accessory: null }] });
		const number = await authorise(trx, asTechnician(supervisor.actor), asked, clock.now);
		expect(await listOnTicket(trx, slave.actor, ticketNumber)).toMatchObject([{ number, mayOpen: false }]);
	});

	test('tell a former owner nothing of what his unit does since', async ({ trx, cast, clock }) => {
		const { master, stranger, technician, units } = cast;
		const ticketNumber = await open(trx, master.actor, units.master, clock.now);
		const asked = request(cast, ticketNumber, { senderId: master.actor.id });
		const own = await authorise(trx, asTechnician(technician.actor), asked, clock.now);
		const to = { to: stranger.actor.id, keepMaster: false };
		await transferUnit(trx, thePortal, units.master.id, to, clock.now);
		await trx
			.insertInto('rma')
			.values({
				ticket_number: ticketNumber,
				customer_id: stranger.actor.id,
				branch_id: cast.branches.italy,
				state_since: clock.now,
				in_warranty: true,
				authorised_at: clock.now,
				expires_at: new Date(clock.now.getTime() + 1),
			})
			.execute();
		expect(await listOnTicket(trx, master.actor, ticketNumber)).toMatchObject([{ number: own, mayOpen: true }]);
	});
});
