import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import {
	makeCredential,
	makeSecret,
	passwordPurposes,
	peekCredential,
	useCredential,
	voidCredentials,
	type Purpose,
} from './credentials.ts';
import type { Writing } from '../database/connection.ts';

async function secretFor(trx: Writing, accountId: number, now: Date, purpose: Purpose = 'recovery'): Promise<string> {
	const secret = await makeSecret(trx, await makeCredential(trx, { accountId, purpose }, now), now);
	if (!secret) throw new Error('no secret was made');
	return secret;
}

describe('a temporary credential', () => {
	test('is written in groups of letters and digits that are not mistaken, and stored only as a hash', async ({
		trx,
		cast,
		clock,
	}) => {
		const secret = await secretFor(trx, cast.master.actor.id, clock.now);
		expect(secret).toMatch(/^([2-9A-HJ-NP-Z]{4}-){6}[2-9A-HJ-NP-Z]{4}$/);
		const rows = await trx.selectFrom('temporary_credential').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(secret.replaceAll('-', ''));
	});

	test('opens once, however it is typed', async ({ trx, cast, clock }) => {
		const accountId = cast.master.actor.id;
		const secret = await secretFor(trx, accountId, clock.now);
		const typed = ` ${secret.toLowerCase().replaceAll('-', ' ')} `;
		expect(await useCredential(trx, typed, passwordPurposes, clock.now)).toMatchObject({ accountId });
		await expect(useCredential(trx, secret, passwordPurposes, clock.now)).rejects.toThrow('link-not-valid');
	});

	test('is not used by being looked at', async ({ trx, cast, clock }) => {
		const secret = await secretFor(trx, cast.master.actor.id, clock.now);
		expect(await peekCredential(trx, secret, clock.now)).toMatchObject({ accountId: cast.master.actor.id });
		expect(await useCredential(trx, secret, passwordPurposes, clock.now)).toMatchObject({ purpose: 'recovery' });
		expect(await peekCredential(trx, secret, clock.now)).toBeNull();
	});

	test('opens to nothing that is not it', async ({ trx, cast, clock }) => {
		const secret = await secretFor(trx, cast.master.actor.id, clock.now);
		const lookAlike = secret.replace(/[A-Z]/, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0));
		const others = [
			'',
			'%',
			'*',
			'_'.repeat(28),
			[secret],
			{ secret },
			null,
			undefined,
			0,
			secret.slice(1),
			`${secret}2`,
		];
		for (const other of [...others, `${secret}\0`, `${secret}%`, lookAlike]) {
			await expect(useCredential(trx, other, passwordPurposes, clock.now)).rejects.toThrow('link-not-valid');
			expect(await peekCredential(trx, other, clock.now)).toBeNull();
		}
	});

	test('of a recovery ends after an hour, a first password after a week', async ({ trx, cast, clock }) => {
		const recovery = await secretFor(trx, cast.master.actor.id, clock.now);
		const first = await secretFor(trx, cast.stranger.actor.id, clock.now, 'first-password');
		const hourLater = clock.pass({ minutes: 60 });
		await expect(useCredential(trx, recovery, passwordPurposes, hourLater)).rejects.toThrow('link-not-valid');
		expect(await peekCredential(trx, first, clock.pass({ days: 6, hours: 22 }))).not.toBeNull();
		await expect(useCredential(trx, first, passwordPurposes, clock.pass({ hours: 1 }))).rejects.toThrow(
			'link-not-valid',
		);
	});

	test('is void when a newer one is made, for that account alone', async ({ trx, cast, clock }) => {
		const older = await secretFor(trx, cast.master.actor.id, clock.now, 'first-password');
		const somebodyElses = await secretFor(trx, cast.stranger.actor.id, clock.now);
		await secretFor(trx, cast.master.actor.id, clock.now);
		expect(await peekCredential(trx, older, clock.now)).toBeNull();
		expect(await peekCredential(trx, somebodyElses, clock.now)).not.toBeNull();
	});

	test('for a new address voids no password, and opens none', async ({ trx, cast, clock }) => {
		const recovery = await secretFor(trx, cast.master.actor.id, clock.now);
		const address = await secretFor(trx, cast.master.actor.id, clock.now, 'address-change');
		expect(await peekCredential(trx, recovery, clock.now)).not.toBeNull();
		await expect(useCredential(trx, address, passwordPurposes, clock.now)).rejects.toThrow('link-not-valid');
		expect(await useCredential(trx, address, ['address-change'], clock.now)).toMatchObject({
			accountId: cast.master.actor.id,
		});
	});

	test('of a disabled account opens nothing', async ({ trx, cast, clock }) => {
		const secret = await secretFor(trx, cast.master.actor.id, clock.now);
		await trx.updateTable('account').set({ disabled_at: clock.now }).where('id', '=', cast.master.actor.id).execute();
		await expect(useCredential(trx, secret, passwordPurposes, clock.now)).rejects.toThrow('link-not-valid');
	});

	test('gets no secret once it is too old, used or void; each letter has its own', async ({ trx, cast, clock }) => {
		const accountId = cast.master.actor.id;
		const id = await makeCredential(trx, { accountId, purpose: 'recovery' }, clock.now);
		const first = await makeSecret(trx, id, clock.now);
		const second = await makeSecret(trx, id, clock.now);
		expect(await peekCredential(trx, first, clock.now)).toBeNull();
		expect(await peekCredential(trx, second, clock.now)).not.toBeNull();
		await useCredential(trx, second, passwordPurposes, clock.now);
		expect(await makeSecret(trx, id, clock.now)).toBeNull();
		const later = await makeCredential(trx, { accountId, purpose: 'recovery' }, clock.now);
		expect(await makeSecret(trx, later, clock.pass({ minutes: 61 }))).toBeNull();
		const voided = await makeCredential(trx, { accountId, purpose: 'recovery' }, clock.now);
		await voidCredentials(trx, accountId, clock.now);
		expect(await makeSecret(trx, voided, clock.now)).toBeNull();
	});

	test('lets in one of two who come at the same moment', async ({ db, cast, clock }) => {
		const secret = await db.transaction().execute((trx) => secretFor(trx, cast.slave.actor.id, clock.now));
		const attempts = Array.from({ length: 6 }, () => useCredential(db, secret, passwordPurposes, clock.now));
		const outcomes = await Promise.allSettled(attempts);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});
});
