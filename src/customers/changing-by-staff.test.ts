import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { stampOf } from '../audit/comparing.ts';
import { openSession, readSession } from '../identity/sessions.ts';
import {
	changeableFacts,
	changeCustomer,
	disableCustomer,
	enableCustomer,
	resetFactors,
	sendFirstPassword,
} from './changing-by-staff.ts';
import { findOverseenCustomer } from './overseeing.ts';

describe('what staff change of a customer', () => {
	test('a new address is told to the old one and to itself', async ({ trx, cast, clock }) => {
		const staff = cast.supervisor.actor;
		const by = { accountId: staff.id, address: '192.0.2.1' };
		const customer = await findOverseenCustomer(trx, staff, 'C1001', clock.now);
		const shown = stampOf(changeableFacts(customer));
		const change = { ...customer, email: 'new@ferri.example', phone: '+39 02 1' };
		const { company, country, address, locale, timeZone } = customer;
		const changed = { company, country, address, locale, timeZone, email: change.email, phone: change.phone };
		await changeCustomer(trx, staff, by, { code: 'C1001', shown, change: changed }, clock.now);
		const mails = await trx.selectFrom('outgoing_mail').select(['letter', 'details']).orderBy('id').execute();
		expect(mails).toEqual([
			{ letter: 'address-changed', details: { to: cast.master.email } },
			{ letter: 'address-changed', details: {} },
		]);
		const [entry] = await trx.selectFrom('audit_entry').selectAll().orderBy('id', 'desc').limit(1).execute();
		expect(entry).toMatchObject({
			action: 'customer-changed',
			before: { email: cast.master.email, phone: '' },
			after: { email: 'new@ferri.example', phone: '+39 02 1' },
		});
		// The same form a second time: what it showed is no more.
		const again = changeCustomer(
			trx,
			staff,
			by,
			{ code: 'C1001', shown, change: { ...changed, phone: '' } },
			clock.now,
		);
		await expect(again).rejects.toThrow('changed-meanwhile');
	});

	test('a lost second factor goes with the password and every session, and a first password is mailed', async ({
		trx,
		cast,
		clock,
	}) => {
		const staff = cast.supervisor.actor;
		const by = { accountId: staff.id, address: '' };
		const { id } = cast.master.actor;
		await expect(resetFactors(trx, staff, by, 'C1001', clock.now)).rejects.toThrow('changed-meanwhile');
		const app = { account_id: id, kind: 'totp', name: 'app', secret: 'JBSWY3DPEHPK3PXP', confirmed_at: clock.now };
		await trx.insertInto('authenticator').values(app).execute();
		const token = await openSession(trx, { accountId: id }, clock.now);
		await expect(resetFactors(trx, cast.technicianFrance.actor, by, 'C1001', clock.now)).rejects.toThrow('not-found');
		await resetFactors(trx, staff, by, 'C1001', clock.now);
		expect(await readSession(trx, token, clock.now)).toBeNull();
		const customer = await findOverseenCustomer(trx, staff, 'C1001', clock.now);
		expect(customer).toMatchObject({ hasSecondFactor: false, access: 'sent' });
	});

	test('blocking ends every session at once, and opening again lets the customer in', async ({ trx, cast, clock }) => {
		const staff = cast.supervisor.actor;
		const by = { accountId: staff.id, address: '' };
		const token = await openSession(trx, { accountId: cast.master.actor.id }, clock.now);
		await disableCustomer(trx, staff, by, 'C1001', clock.now);
		expect(await readSession(trx, token, clock.now)).toBeNull();
		expect((await findOverseenCustomer(trx, staff, 'C1001', clock.now)).access).toBe('disabled');
		await expect(disableCustomer(trx, staff, by, 'C1001', clock.now)).rejects.toThrow('changed-meanwhile');
		await expect(sendFirstPassword(trx, staff, by, 'C1001', clock.now)).rejects.toThrow('changed-meanwhile');
		await enableCustomer(trx, staff, by, 'C1001', clock.now);
		// What was open before stays closed.
		expect(await readSession(trx, token, clock.now)).toBeNull();
		expect((await findOverseenCustomer(trx, staff, 'C1001', clock.now)).access).toBe('active');
	});

	test('a supervisor of another branch finds nobody to change', async ({ trx, cast, clock }) => {
		const staff = { ...cast.supervisor.actor, branchIds: [cast.branches.france] };
		const by = { accountId: staff.id, address: '' };
		await expect(disableCustomer(trx, staff, by, 'C1001', clock.now)).rejects.toThrow('not-found');
	});

	test('whoever has a password of his own gets no first one', async ({ trx, cast, clock }) => {
		const by = { accountId: cast.supervisor.actor.id, address: '' };
		await expect(sendFirstPassword(trx, cast.supervisor.actor, by, 'C1001', clock.now)).rejects.toThrow(
			'changed-meanwhile',
		);
	});
});
