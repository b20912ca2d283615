import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open, request } from '../../tests/ticketing.ts';
import { findTicket } from './finding.ts';
import { keepDraft, findDraft } from './drafting.ts';
import { openTicket } from './opening.ts';
import { readConversation } from './reading.ts';

describe('opening a ticket', () => {
	test('a customer opens a ticket about his own unit and it waits as New', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const ticket = await findTicket(trx, cast.master.actor, number);
		expect(ticket).toMatchObject({
			status: 'new',
			serial: 'KT-0001-A',
			openedAt: clock.now,
			queuedAt: clock.now,
			startedAt: null,
		});
	});

	test('a serial number is found with and without its separators', async ({ trx, cast, clock }) => {
		const number = await openTicket(
			trx,
			cast.master.actor,
			request({ product: 'k-tag', serial: 'kt0001a' }),
			clock.now,
		);
		expect((await findTicket(trx, cast.master.actor, number)).serial).toBe('KT-0001-A');
	});

	test('a Master opens a ticket about his Slave’s unit, and the Slave sees it', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.slave, clock.now);
		expect((await findTicket(trx, cast.slave.actor, number)).customerCode).toBe('C1001');
	});

	test('a Slave’s own ticket stays hidden from his Master', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		await expect(findTicket(trx, cast.master.actor, number)).rejects.toThrow('not-found');
	});

	test('a stranger cannot open a ticket about somebody else’s unit', async ({ trx, cast, clock }) => {
		await expect(open(trx, cast.stranger.actor, cast.units.master, clock.now)).rejects.toThrow('not-found');
	});

	test('a Slave cannot open a ticket about his Master’s unit', async ({ trx, cast, clock }) => {
		await expect(open(trx, cast.slave.actor, cast.units.master, clock.now)).rejects.toThrow('not-found');
	});

	test('a service needs no unit and refuses one', async ({ trx, cast, clock }) => {
		const number = await openTicket(
			trx,
			cast.master.actor,
			request({ product: 'data-bank', serial: null }),
			clock.now,
		);
		expect((await findTicket(trx, cast.master.actor, number)).serial).toBeNull();
		const withUnit = request({ product: 'data-bank', serial: 'KT-0001-A' });
		await expect(openTicket(trx, cast.master.actor, withUnit, clock.now)).rejects.toThrow('not-found');
	});

	test('a tool without its unit is refused', async ({ trx, cast, clock }) => {
		const withoutUnit = request({ product: 'k-tag', serial: null });
		await expect(openTicket(trx, cast.master.actor, withoutUnit, clock.now)).rejects.toThrow('not-found');
	});

	test('the ticket goes to the branch of the opener’s country', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		expect((await findTicket(trx, cast.slave.actor, number)).branchId).toBe(cast.branches.france);
	});

	test('a form sent twice makes one ticket and answers the same number', async ({ trx, cast, clock }) => {
		const twice = request({ product: 'k-tag', serial: 'KT-0001-A', key: 'a-key-of-the-form' });
		const first = await openTicket(trx, cast.master.actor, twice, clock.now);
		expect(await openTicket(trx, cast.master.actor, twice, clock.now)).toBe(first);
	});

	test('opening tells the customer by mail, in the same transaction', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const letters = await trx.selectFrom('outgoing_mail').select(['account_id', 'letter', 'details']).execute();
		expect(letters).toMatchObject([
			{ account_id: cast.master.actor.id, letter: 'ticket-opened', details: { ticket: number } },
		]);
	});

	test('the draft it was written from is gone', async ({ trx, cast, clock }) => {
		const customer = cast.master.actor;
		await keepDraft(
			trx,
			customer.id,
			'new:k-tag:KT-0001-A',
			{ fields: { subject: 'Half' }, attached: [] },
			clock.now,
		);
		await openTicket(
			trx,
			customer,
			request({ product: 'k-tag', serial: 'KT-0001-A', draft: 'new:k-tag:KT-0001-A' }),
			clock.now,
		);
		expect(await findDraft(trx, customer.id, 'new:k-tag:KT-0001-A')).toBeUndefined();
	});

	test('what was written is its first message', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const [message] = await readConversation(trx, cast.master.actor, { number });
		expect(message).toMatchObject({ kind: 'customer', author: 'Officina Ferri', html: '<p>It stopped twice.</p>' });
	});
});
