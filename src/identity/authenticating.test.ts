import { describe, expect } from 'vitest';
import { password } from '../../tests/cast.ts';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { authenticate } from './authenticating.ts';
import { makeCredential, makeSecret } from './credentials.ts';
import { closeSession, openSession, readSession } from './sessions.ts';

async function recoverySecret(trx: Writing, accountId: number, now: Date): Promise<string> {
	return (await makeSecret(trx, await makeCredential(trx, { accountId, purpose: 'recovery' }, now), now)) ?? '';
}

/** Wrong passwords, each another one, so that only the counters of account and address fill. */
async function guess(trx: Writing, login: string, times: number, how: { device?: string; password?: string } = {}) {
	for (let count = 0; count < times; count++)
		await authenticate(trx, { ...door, login, password: `${login} ${count}`, ...how }).catch(() => {});
}

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

	test('a letter that becomes one of ours when it is made small opens nothing', async ({ trx, cast }) => {
		const { id } = cast.master.actor;
		await trx.updateTable('account').set({ login: 'k1001' }).where('id', '=', id).execute();
		expect(await authenticate(trx, { ...door, login: 'K1001' })).toMatchObject({ accountId: id });
		await expect(authenticate(trx, { ...door, login: '\u212a1001' })).rejects.toThrow('login-failed');
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

	test('a customer with a second factor is asked for it', async ({ trx, cast, clock }) => {
		const factor = { account_id: cast.master.actor.id, kind: 'totp', name: 'Phone', secret: 'JBSWY3DPEHPK3PXP' };
		await trx
			.insertInto('authenticator')
			.values({ ...factor, confirmed_at: clock.now })
			.execute();
		expect(await authenticate(trx, { ...door, login: 'C1001' })).toMatchObject({ step: 'second-factor' });
	});
});

describe('a temporary password', () => {
	test('opens the choice of a new one, once, while the old one still opens', async ({ trx, cast, clock }) => {
		const secret = await recoverySecret(trx, cast.master.actor.id, clock.now);
		const login = { ...door, login: 'C1001' };
		expect(await authenticate(trx, login, clock.now)).toMatchObject({ step: 'open' });
		expect(await authenticate(trx, { ...login, password: secret }, clock.now)).toEqual({
			accountId: cast.master.actor.id,
			step: 'choose-password',
		});
		await expect(authenticate(trx, { ...login, password: secret }, clock.now)).rejects.toThrow('login-failed');
		expect(await authenticate(trx, login, clock.now)).toMatchObject({ step: 'open' });
	});

	test('opens to nobody else’s code, nor later than an hour', async ({ trx, cast, clock }) => {
		const secret = await recoverySecret(trx, cast.master.actor.id, clock.now);
		const at = (login: string) => authenticate(trx, { ...door, login, password: secret }, clock.now);
		await expect(at('C5001')).rejects.toThrow('login-failed');
		clock.pass({ minutes: 60 });
		await expect(at('C1001')).rejects.toThrow('login-failed');
	});

	test('opens while strangers have used up all tries', async ({ trx, cast, clock }) => {
		await guess(trx, 'C1001', 10);
		const secret = await recoverySecret(trx, cast.master.actor.id, clock.now);
		expect(await authenticate(trx, { ...door, login: 'C1001', password: secret }, clock.now)).toMatchObject({
			step: 'choose-password',
		});
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
