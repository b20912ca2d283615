import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import type { SubscriptionPolicy } from '../units/product.ts';
import { test } from '../../tests/desk.ts';
import { open, request, words } from '../../tests/ticketing.ts';
import { openTicket } from './opening.ts';
import { reply } from './replying.ts';

async function expire(trx: Writing, unitId: number, until: string, policy: SubscriptionPolicy): Promise<void> {
	await trx.updateTable('unit').set({ subscription_until: until }).where('id', '=', unitId).execute();
	await trx.updateTable('product').set({ subscription_policy: policy }).execute();
}

describe('an expired subscription', () => {
	test('refuses a new ticket where the product’s policy is to block, and its tickets go on', async ({
		trx,
		cast,
		clock,
	}) => {
		const { master, slave, units } = cast;
		const number = await open(trx, slave.actor, units.slave, clock.now);
		await expire(trx, units.slave.id, '2020-01-01', 'block');
		for (const { actor } of [slave, master])
			await expect(open(trx, actor, units.slave, clock.now)).rejects.toMatchObject({
				code: 'subscription-expired',
				status: 403,
			});
		await reply(trx, slave.actor, number, words('still there'), clock.now);
	});

	test.for(['inform', 'warn'] as const)(
		'refuses nothing where the policy is to %s',
		async (policy, { trx, cast, clock }) => {
			await expire(trx, cast.units.slave.id, '2020-01-01', policy);
			await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		},
	);

	test('refuses nothing through the whole of its last day in the customer’s zone', async ({ trx, cast, clock }) => {
		const { slave, units } = cast;
		const day = clock.now.toISOString().slice(0, 10);
		await expire(trx, units.slave.id, day, 'block');
		await open(trx, slave.actor, units.slave, clock.now);
		const zone = { time_zone: 'Pacific/Kiritimati' };
		await trx.updateTable('account').set(zone).where('id', '=', slave.actor.id).execute();
		const evening = new Date(`${day}T12:00:00Z`);
		await expect(open(trx, slave.actor, units.slave, evening)).rejects.toThrow('subscription-expired');
	});

	test('is none for a service', async ({ trx, cast, clock }) => {
		await trx.updateTable('product').set({ subscription_policy: 'block' }).execute();
		await openTicket(trx, cast.slave.actor, request({ product: 'data-bank', serial: null }), clock.now);
	});
});
