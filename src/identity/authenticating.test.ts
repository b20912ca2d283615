import { describe, expect } from 'vitest';
import { password } from '../../tests/cast.ts';
import { test } from '../../tests/desk.ts';
import { authenticate } from './authenticating.ts';
import { closeSession, openSession, readSession } from './sessions.ts';

const door = { kind: 'customer' as const, password, address: '192.0.2.7' };

describe('logging in', () => {
	test('a customer enters with his code in any case', async ({ trx, cast }) => {
		expect(await authenticate(trx, { ...door, login: ' c1001 ' })).toEqual({
			accountId: cast.master.actor.id,
			step: 'open',
		});
	});

	test('a wrong password and an unknown code are refused in the same words', async ({ trx, cast }) => {
		await expect(authenticate(trx, { ...door, login: cast.master.code, password: 'wrong' })).rejects.toThrow(
			'login-failed',
		);
		await expect(authenticate(trx, { ...door, login: 'C9999' })).rejects.toThrow('login-failed');
	});

	test('a code written with look-alike letters opens nothing', async ({ trx }) => {
		await expect(authenticate(trx, { ...door, login: 'С1001' })).rejects.toThrow('login-failed');
	});

	test('staff do not enter by the customers’ door', async ({ trx, cast }) => {
		await expect(authenticate(trx, { ...door, login: cast.technician.email })).rejects.toThrow('login-failed');
	});

	test('staff without a second factor set one up first, unless they are of the demonstration', async ({
		trx,
		cast,
	}) => {
		await trx
			.updateTable('account')
			.set({ second_factor_waived: false })
			.where('id', '=', cast.technician.actor.id)
			.execute();
		const login = { ...door, kind: 'staff' as const, login: cast.technician.email };
		expect(await authenticate(trx, login)).toMatchObject({ step: 'enrol-factor' });
	});

	test('an account without a password opens to no password', async ({ trx, cast }) => {
		await trx.updateTable('account').set({ password_hash: null }).where('id', '=', cast.master.actor.id).execute();
		for (const tried of [password, 'a password that opens nothing', '%', '']) {
			await expect(authenticate(trx, { ...door, login: 'C1001', password: tried })).rejects.toThrow('login-failed');
		}
	});

	test('after ten wrong passwords even the right one waits a quarter of an hour', async ({ trx }) => {
		for (let tried = 0; tried < 10; tried++) {
			await expect(authenticate(trx, { ...door, login: 'C1001', password: 'wrong' })).rejects.toThrow(
				'login-failed',
			);
		}
		await expect(authenticate(trx, { ...door, login: 'C1001' })).rejects.toMatchObject({ code: 'too-many-attempts' });
		await trx
			.updateTable('login_failure')
			.set({ first_at: new Date(Date.now() - 16 * 60_000) })
			.execute();
		expect(await authenticate(trx, { ...door, login: 'C1001' })).toMatchObject({ step: 'open' });
	});
});

describe('a session', () => {
	test('opens by its token alone, and not after it was closed', async ({ trx, cast, clock }) => {
		const token = await openSession(trx, { accountId: cast.master.actor.id }, clock.now);
		expect((await readSession(trx, token, clock.now))?.id).toBe(cast.master.actor.id);
		await closeSession(trx, token);
		expect(await readSession(trx, token, clock.now)).toBeNull();
	});

	test('is stored without its token', async ({ trx, cast, clock }) => {
		const token = await openSession(trx, { accountId: cast.master.actor.id }, clock.now);
		const rows = await trx.selectFrom('session').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(token);
	});

	test('ends thirty days after login, however much it is used', async ({ trx, cast, clock }) => {
		const token = await openSession(trx, { accountId: cast.master.actor.id }, clock.now);
		for (let week = 0; week < 4; week++)
			expect(await readSession(trx, token, clock.pass({ days: 7 }))).not.toBeNull();
		expect(await readSession(trx, token, clock.pass({ days: 3 }))).toBeNull();
	});

	test('of staff ends after a day without use', async ({ trx, cast, clock }) => {
		const token = await openSession(trx, { accountId: cast.technician.actor.id }, clock.now);
		expect(await readSession(trx, token, clock.pass({ hours: 25 }))).toBeNull();
	});

	test('ends at once when the account is disabled', async ({ trx, cast, clock }) => {
		const token = await openSession(trx, { accountId: cast.technician.actor.id }, clock.now);
		await trx
			.updateTable('account')
			.set({ disabled_at: clock.now })
			.where('id', '=', cast.technician.actor.id)
			.execute();
		expect(await readSession(trx, token, clock.now)).toBeNull();
	});
});
