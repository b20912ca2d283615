import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { askRecovery, recover } from './recovering.ts';

const address = '192.0.2.7';

async function letters(trx: Writing): Promise<number[]> {
	const rows = await trx
		.selectFrom('outgoing_mail')
		.select('account_id as id')
		.where('letter', '=', 'recovery')
		.orderBy('id')
		.execute();
	return rows.map((row) => row.id);
}

async function jobs(trx: Writing): Promise<number> {
	const { rows } = await sql`select from graphile_worker.jobs where task_identifier = 'recover'`.execute(trx);
	return rows.length;
}

describe('recovering an account', () => {
	test('takes its address and code, in any case', async ({ trx, cast, clock }) => {
		const asked = { email: cast.master.email.toUpperCase(), identity: ' c1001 ', address };
		expect(await recover(trx, asked, clock.now)).toBe(1);
		expect(await letters(trx)).toEqual([cast.master.actor.id]);
	});

	test('takes its address and the serial number of a unit, with other separators or none', async ({
		trx,
		cast,
		clock,
	}) => {
		for (const identity of ['KT-0001-A', 'kt0001a', 'KT 0001.A']) {
			await trx.deleteFrom('temporary_credential').execute();
			expect(await recover(trx, { email: cast.master.email, identity, address }, clock.now)).toBe(1);
		}
	});

	test('needs both: another’s code, another’s unit or a bound unit opens nothing', async ({ trx, cast, clock }) => {
		const others = [
			[cast.master.email, 'C5001'],
			[cast.master.email, cast.units.stranger.serial],
			[cast.master.email, cast.units.slave.serial],
			[cast.stranger.email, 'C1001'],
			['nobody@workshop.example', 'C1001'],
			[cast.technician.email, cast.technician.email],
		];
		for (const [email = '', identity = ''] of others)
			expect(await recover(trx, { email, identity, address }, clock.now)).toBe(0);
	});

	test('knows no patterns, parts or look-alikes', async ({ trx, cast, clock }) => {
		const { email } = cast.master;
		const identities = [
			'',
			'%',
			'*',
			'C100_',
			'C1001%',
			'С1001',
			'KT0001',
			'KT-0001-A%',
			'KT-0001-AЖ',
			'-',
			"' or 1=1",
		];
		for (const identity of identities) expect(await recover(trx, { email, identity, address }, clock.now)).toBe(0);
		for (const pattern of ['', '%', '*@workshop.example', `${email},x@y.test`, `${email}\r\nBcc: x@y.test`])
			expect(await recover(trx, { email: pattern, identity: 'C1001', address }, clock.now)).toBe(0);
	});

	test('writes to each account that is meant, and to no disabled one', async ({ trx, cast, clock }) => {
		const { email } = cast.master;
		await trx.updateTable('customer').set({ email }).where('id', '=', cast.stranger.actor.id).execute();
		// Two products may have the same number.
		const unit = { product: 'kessv2', serial: cast.units.master.serial, customer_id: cast.stranger.actor.id };
		await trx.insertInto('unit').values(unit).execute();
		const asked = { email, identity: cast.units.master.serial, address };
		expect(await recover(trx, asked, clock.now)).toBe(2);
		await trx
			.updateTable('account')
			.set({ disabled_at: clock.now })
			.where('id', '=', cast.stranger.actor.id)
			.execute();
		expect(await recover(trx, asked, clock.now)).toBe(1);
	});

	test('sends three letters an hour and ten a day, however they are asked for', async ({ trx, cast, clock }) => {
		const { email } = cast.master;
		const identities = ['C1001', 'c1001', 'KT-0001-A', 'kt0001a'];
		const hour = async () => {
			let sent = 0;
			for (const identity of identities) sent += await recover(trx, { email, identity, address }, clock.now);
			clock.pass({ minutes: 61 });
			return sent;
		};
		expect([await hour(), await hour(), await hour(), await hour(), await hour()]).toEqual([3, 3, 3, 1, 0]);
	});
});

describe('the recovery page', () => {
	test('asks a job, whoever is meant, and finds nothing out itself', async ({ trx, cast, clock }) => {
		await askRecovery(trx, { email: cast.master.email, identity: 'C1001', address }, clock.now);
		await askRecovery(trx, { email: 'nobody@workshop.example', identity: 'C9999', address }, clock.now);
		expect(await jobs(trx)).toBe(2);
		expect(await letters(trx)).toEqual([]);
	});

	test('leaves it at three for the same words, and says nothing of it', async ({ trx, clock }) => {
		for (let count = 0; count < 5; count++)
			await askRecovery(trx, { email: `A@b.test${' '.repeat(count)}`, identity: 'c1001', address }, clock.now);
		expect(await jobs(trx)).toBe(3);
	});

	test('refuses a network that asks more than twenty times, an IPv6 one by its /64, and nobody else', async ({
		trx,
		clock,
	}) => {
		const ask = (count: number, from: string) =>
			askRecovery(trx, { email: `a${count}@b.test`, identity: 'C1001', address: from }, clock.now);
		for (let count = 0; count < 20; count++) await ask(count, `2001:db8:1:2::${count}`);
		await expect(ask(20, '2001:db8:1:2:ffff::1')).rejects.toMatchObject({
			code: 'too-many-attempts',
			details: { retryAfter: 900 },
		});
		await ask(21, '2001:db8:1:3::1');
	});

	test('writes nobody’s address into its counters', async ({ trx, cast, clock }) => {
		await askRecovery(trx, { email: cast.master.email, identity: 'C1001', address }, clock.now);
		const rows = await trx.selectFrom('login_failure').selectAll().execute();
		expect(JSON.stringify(rows)).not.toMatch(/workshop|1001|192\.0\.2/i);
	});
});
