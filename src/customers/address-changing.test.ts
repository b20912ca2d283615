import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { makeSecret } from '../identity/credentials.ts';
import { cancelAddressChange, confirmAddress, confirmAgain, requestAddressChange } from './address-changing.ts';
import { findWaitingAddress } from './profile-finding.ts';

const wanted = 'new@workshop.example';
const from = '192.0.2.7';

/** The secret that stands in the newest letter of this kind, as the worker makes it. */
async function secretOf(trx: Writing, now: Date): Promise<string> {
	const { id } = await trx
		.selectFrom('temporary_credential')
		.select('id')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	return (await makeSecret(trx, id, now)) ?? 'none';
}

async function emailOf(trx: Writing, id: number): Promise<string> {
	const { email } = await trx.selectFrom('customer').select('email').where('id', '=', id).executeTakeFirstOrThrow();
	return email;
}

describe('a new e-mail address', () => {
	test('counts once its secret is used; the old one is told, and both steps are on the audit log', async ({
		trx,
		cast,
		clock,
	}) => {
		const { actor, email } = cast.master;
		await requestAddressChange(trx, { accountId: actor.id, address: from }, actor, wanted, clock.now);
		expect(await emailOf(trx, actor.id)).toBe(email);
		expect(await findWaitingAddress(trx, actor, clock.now)).toMatchObject({ email: wanted });
		expect(await confirmAddress(trx, await secretOf(trx, clock.now), from, clock.now)).toBe(wanted);
		expect(await emailOf(trx, actor.id)).toBe(wanted);
		expect(await findWaitingAddress(trx, actor, clock.now)).toBeNull();
		const letters = await trx.selectFrom('outgoing_mail').select(['account_id', 'letter', 'details']).execute();
		expect(letters).toMatchObject([
			{ letter: 'address-change' },
			{ account_id: actor.id, letter: 'address-changed', details: { to: email } },
		]);
		const entries = await trx.selectFrom('audit_entry').select(['action', 'before', 'after']).execute();
		expect(entries).toEqual([
			{ action: 'address-change-requested', before: { email }, after: { email: wanted } },
			{ action: 'address-changed', before: { email }, after: { email: wanted } },
		]);
	});

	test('is confirmed once, within an hour, and not after it was cancelled', async ({ trx, cast, clock }) => {
		const { actor, email } = cast.master;
		const by = { accountId: actor.id, address: from };
		await requestAddressChange(trx, by, actor, wanted, clock.now);
		const late = await secretOf(trx, clock.now);
		await expect(confirmAddress(trx, late, from, clock.pass({ minutes: 61 }))).rejects.toThrow('link-not-valid');
		await requestAddressChange(trx, by, actor, wanted, clock.now);
		const cancelled = await secretOf(trx, clock.now);
		await cancelAddressChange(trx, actor, clock.now);
		await expect(confirmAddress(trx, cancelled, from, clock.now)).rejects.toThrow('link-not-valid');
		await expect(confirmAgain(trx, by, actor, clock.now)).rejects.toThrow('link-not-valid');
		expect(await emailOf(trx, actor.id)).toBe(email);
		await requestAddressChange(trx, by, actor, wanted, clock.now);
		const secret = await secretOf(trx, clock.now);
		await confirmAddress(trx, secret, from, clock.now);
		await expect(confirmAddress(trx, secret, from, clock.now)).rejects.toThrow('link-not-valid');
	});

	test('sent again goes to the same place, and the first letter opens nothing any more', async ({
		trx,
		cast,
		clock,
	}) => {
		const by = { accountId: cast.master.actor.id, address: from };
		await requestAddressChange(trx, by, cast.master.actor, wanted, clock.now);
		const first = await secretOf(trx, clock.now);
		await confirmAgain(trx, by, cast.master.actor, clock.now);
		await expect(confirmAddress(trx, first, from, clock.now)).rejects.toThrow('link-not-valid');
		expect(await confirmAddress(trx, await secretOf(trx, clock.now), from, clock.now)).toBe(wanted);
	});

	test('of one customer does not touch the stranger, nor can the stranger send or cancel it', async ({
		trx,
		cast,
		clock,
	}) => {
		const { master, stranger } = cast;
		await requestAddressChange(trx, { accountId: master.actor.id, address: from }, master.actor, wanted, clock.now);
		expect(await findWaitingAddress(trx, stranger.actor, clock.now)).toBeNull();
		await expect(
			confirmAgain(trx, { accountId: stranger.actor.id, address: from }, stranger.actor, clock.now),
		).rejects.toThrow('link-not-valid');
		await cancelAddressChange(trx, stranger.actor, clock.now);
		await confirmAddress(trx, await secretOf(trx, clock.now), from, clock.now);
		expect(await emailOf(trx, stranger.actor.id)).toBe(stranger.email);
	});

	test.for([
		'a@x.test,b@y.test',
		'a@x.test\r\nBcc: b@y.test',
		'Ada <a@x.test>',
		'a b@x.test',
		'a@x.test\u0000',
		'a@x.test\u2028',
		`${'a'.repeat(250)}@x.test`,
		'nobody',
		'',
	])('is one address and nothing else: %j', async (email, { trx, cast, clock }) => {
		const by = { accountId: cast.master.actor.id, address: from };
		await expect(requestAddressChange(trx, by, cast.master.actor, email, clock.now)).rejects.toThrow('email-invalid');
		expect(await trx.selectFrom('outgoing_mail').select('id').execute()).toEqual([]);
	});

	test('is asked for five times in a quarter of an hour, no more', async ({ trx, cast, clock }) => {
		const by = { accountId: cast.master.actor.id, address: from };
		for (let time = 0; time < 5; time++) await requestAddressChange(trx, by, cast.master.actor, wanted, clock.now);
		await expect(requestAddressChange(trx, by, cast.master.actor, wanted, clock.now)).rejects.toThrow(
			'too-many-attempts',
		);
	});
});
