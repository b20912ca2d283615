import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { password } from '../../tests/cast.ts';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { authenticate, confirmPassword } from './authenticating.ts';
import { rememberDevice } from './devices.ts';
import { hashPassword } from './password.ts';

const door = { kind: 'customer' as const, password, address: '192.0.2.7' };

describe('wrong passwords', () => {
	test('after ten even the right one waits a quarter of an hour, from whatever address', async ({ trx }) => {
		await guess(trx, 'C1001', 10);
		const login = { ...door, login: 'C1001', address: '198.51.100.1' };
		await expect(authenticate(trx, login)).rejects.toMatchObject({ code: 'too-many-attempts' });
		await trx
			.updateTable('login_failure')
			.set({ first_at: new Date(Date.now() - 16 * 60_000) })
			.execute();
		expect(await authenticate(trx, login)).toMatchObject({ step: 'open' });
	});

	test('by strangers do not keep the owner out of a browser that he has used', async ({ trx, cast, clock }) => {
		const device = await rememberDevice(trx, cast.master.actor.id, clock.now);
		const others = await rememberDevice(trx, cast.stranger.actor.id, clock.now);
		await guess(trx, 'C1001', 10);
		const login = { ...door, login: 'C1001' };
		await expect(authenticate(trx, { ...login, device: others }, clock.now)).rejects.toThrow('too-many-attempts');
		await expect(authenticate(trx, { ...login, device: '' }, clock.now)).rejects.toThrow('too-many-attempts');
		expect(await authenticate(trx, { ...login, device }, clock.now)).toMatchObject({ step: 'open' });
	});

	test('in a browser that he has used count for that browser alone', async ({ trx, cast, clock }) => {
		const device = await rememberDevice(trx, cast.master.actor.id, clock.now);
		await guess(trx, 'C1001', 10, { device });
		const login = { ...door, login: 'C1001' };
		await expect(authenticate(trx, { ...login, device }, clock.now)).rejects.toThrow('too-many-attempts');
		expect(await authenticate(trx, login, clock.now)).toMatchObject({ step: 'open' });
	});

	test('are forgotten after a right one, but for the address', async ({ trx }) => {
		await guess(trx, 'C1001', 9);
		await authenticate(trx, { ...door, login: 'C1001' });
		await guess(trx, 'C1001', 9);
		expect(await authenticate(trx, { ...door, login: 'C1001' })).toMatchObject({ step: 'open' });
		await guess(trx, 'C9999', 10);
		await guess(trx, 'C9998', 10);
		await guess(trx, 'C9997', 10);
		await guess(trx, 'C9996', 2);
		await expect(authenticate(trx, { ...door, login: 'C5001' })).rejects.toThrow('too-many-attempts');
		expect(await authenticate(trx, { ...door, login: 'C5001', address: '198.51.100.1' })).toBeTruthy();
	});

	test('that are the same on twenty codes are refused on any other, from wherever they come', async ({
		trx,
		cast,
	}) => {
		await hashFor(trx, cast.stranger.actor.id, 'Summer 2026 !!!!');
		for (let count = 0; count < 20; count++) {
			const from = `203.0.113.${count}`;
			const tried = { ...door, login: `C90${count + 10}`, password: 'Summer 2026 !!!!', address: from };
			// Twice on the same code is once.
			for (let again = count < 5 ? 0 : 1; again < 2; again++)
				await expect(authenticate(trx, tried)).rejects.toThrow('login-failed');
		}
		const login = { ...door, login: 'C5001', password: 'Summer 2026 !!!!' };
		await expect(authenticate(trx, login)).rejects.toThrow('too-many-attempts');
		expect(await authenticate(trx, { ...door, login: 'C1001' })).toMatchObject({ step: 'open' });
	});

	test('and the names that were tried cannot be read from the counters', async ({ trx }) => {
		await guess(trx, 'C1001', 1, { password: 'Winter 2026 !!!!' });
		const rows = await trx.selectFrom('login_failure').selectAll().execute();
		expect(rows.map(({ key }) => key.split(':')[0]).sort()).toEqual(['account', 'address', 'pair', 'password']);
		expect(JSON.stringify(rows)).not.toMatch(/1001|Winter|192\.0\.2/i);
		// A plain hash could be guessed from a list of words.
		const plain = createHash('sha256').update('Winter 2026 !!!!').digest('hex').slice(0, 6);
		expect(JSON.stringify(rows)).not.toContain(plain);
	});

	test('are reported once when they reach a limit, for an unknown code as well', async ({ trx, cast }) => {
		await guess(trx, 'C1001', 14);
		await guess(trx, 'C9999', 14);
		const { rows } = await sql<{ payload: unknown }>`
			select payload from graphile_worker._private_jobs as j
			join graphile_worker._private_tasks as t on t.id = j.task_id
			where t.identifier = 'login-attack' order by j.id
		`.execute(trx);
		const attack = { limited: 'account', failures: 10, address: door.address };
		expect(rows).toEqual([
			{ payload: { ...attack, accountId: cast.master.actor.id } },
			{ payload: { ...attack, accountId: null } },
		]);
	});

	test('of an existing and of an unknown code ask the database the same', async ({ trx }) => {
		const asked = async (login: string, address: string) => {
			const kinds: string[] = [];
			const watched = trx.withPlugin({
				transformQuery: ({ node }) => (kinds.push(node.kind), node),
				transformResult: async ({ result }) => result,
			});
			for (let count = 0; count < 12; count++)
				await authenticate(watched, { ...door, login, address, password: `wrong ${count}` }).catch(() => {});
			return kinds;
		};
		const existing = await asked('C1001', '203.0.113.1');
		expect(existing.length).toBeGreaterThan(40);
		expect(await asked('C9999', '203.0.113.2')).toEqual(existing);
	});
});

describe('whoever is logged in', () => {
	test('proves that he knows his password, ten times at most, whatever strangers try', async ({ trx, cast }) => {
		await guess(trx, 'C1001', 10);
		const session = { accountId: cast.master.actor.id, sessionId: 'one', address: door.address };
		await confirmPassword(trx, { ...session, password });
		for (let count = 0; count < 10; count++)
			await expect(confirmPassword(trx, { ...session, password: 'wrong' })).rejects.toThrow('password-wrong');
		await expect(confirmPassword(trx, { ...session, password })).rejects.toThrow('too-many-attempts');
	});
});

async function hashFor(trx: Writing, accountId: number, chosen: string): Promise<void> {
	const password_hash = await hashPassword(chosen);
	await trx.updateTable('account').set({ password_hash }).where('id', '=', accountId).execute();
}

/** Wrong passwords, each another one, so that only the counters of account and address fill. */
async function guess(trx: Writing, login: string, times: number, how: { device?: string; password?: string } = {}) {
	for (let count = 0; count < times; count++)
		await authenticate(trx, { ...door, login, password: `${login} ${count}`, ...how }).catch(() => {});
}
