import { Secret, TOTP } from 'otpauth';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { stepAfterPassword } from './authenticating.ts';
import { beginApp, confirmApp } from './enrolling.ts';
import { findFactors } from './factor-finding.ts';
import { closeWaysIn, removeFactor, requireFactor } from './factor-removing.ts';
import { openSession, readSession } from './sessions.ts';

const by = { accountId: null, address: '192.0.2.7' };

async function enter(trx: Writing, accountId: number, step: 'open' | 'enrol-factor', now: Date) {
	const token = await openSession(trx, { accountId, step }, now);
	return { token, ...(await readSession(trx, token, now))! };
}

function codeOf(secret: string, now: Date): string {
	return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });
}

async function addApp(trx: Writing, session: Awaited<ReturnType<typeof enter>>, now: Date) {
	const { id, secret } = await beginApp(trx, session.id, 'phone');
	return { secret, ...(await confirmApp(trx, session, { id, code: codeOf(secret, now) }, by, now)) };
}

async function actionsAbout(trx: Writing, subject: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('audit_entry')
		.select('action')
		.where('subject', '=', subject)
		.orderBy('id')
		.execute();
	return rows.map(({ action }) => action);
}

describe('an authenticator app', () => {
	test('counts from its first right code on', async ({ trx, cast, clock }) => {
		const session = await enter(trx, cast.master.actor.id, 'open', clock.now);
		const { id, secret } = await beginApp(trx, session.id, 'phone');
		const right = codeOf(secret, clock.now);
		const wrong = right === '000000' ? '000001' : '000000';
		await expect(confirmApp(trx, session, { id, code: wrong }, by, clock.now)).rejects.toThrow('factor-wrong');
		expect(await stepAfterPassword(trx, session.id)).toBe('open');
		await confirmApp(trx, session, { id, code: right }, by, clock.now);
		expect(await stepAfterPassword(trx, session.id)).toBe('second-factor');
		expect(await actionsAbout(trx, 'customer:C1001')).toEqual(['recovery-codes-made', 'factor-added']);
	});

	test('is confirmed by nobody else', async ({ trx, cast, clock }) => {
		const { id, secret } = await beginApp(trx, cast.master.actor.id, 'phone');
		const stranger = await enter(trx, cast.stranger.actor.id, 'open', clock.now);
		const code = codeOf(secret, clock.now);
		await expect(confirmApp(trx, stranger, { id, code }, by, clock.now)).rejects.toThrow('not-found');
	});

	test('opens a session that waited for it under a new token, and ends all others', async ({ trx, cast, clock }) => {
		const other = await enter(trx, cast.technician.actor.id, 'open', clock.now);
		const session = await enter(trx, cast.technician.actor.id, 'enrol-factor', clock.now);
		const { token } = await addApp(trx, session, clock.now);
		expect(await readSession(trx, token!, clock.now)).toMatchObject({ step: 'open' });
		expect(await readSession(trx, session.token, clock.now)).toBeNull();
		expect(await readSession(trx, other.token, clock.now)).toBeNull();
	});

	test('brings recovery codes when none are left, of which the database keeps hashes', async ({
		trx,
		cast,
		clock,
	}) => {
		const session = await enter(trx, cast.master.actor.id, 'open', clock.now);
		const { codes } = await addApp(trx, session, clock.now);
		expect(codes).toHaveLength(10);
		const kept = await trx.selectFrom('recovery_code').selectAll().execute();
		for (const { code_hash: hash } of kept) expect(codes).not.toContain(hash.toString());
		expect((await addApp(trx, session, clock.now)).codes).toBeNull();
	});
});

describe('a factor', () => {
	test('that is required is not removed when it is the last', async ({ trx, cast, clock }) => {
		const { id } = cast.technician.actor;
		await trx.updateTable('account').set({ second_factor_waived: false }).where('id', '=', id).execute();
		const session = await enter(trx, id, 'open', clock.now);
		const first = await addApp(trx, session, clock.now);
		await expect(removeFactor(trx, session, first.id, by)).rejects.toThrow('factor-needed');
		await addApp(trx, session, clock.now);
		await removeFactor(trx, session, first.id, by);
		expect((await findFactors(trx, id)).factors).toHaveLength(1);
		expect(await actionsAbout(trx, 'staff:tecla@maker.example')).toContain('factor-removed');
	});

	test('takes the recovery codes along when it is the last', async ({ trx, cast, clock }) => {
		const session = await enter(trx, cast.master.actor.id, 'open', clock.now);
		const { id } = await addApp(trx, session, clock.now);
		await removeFactor(trx, session, id, by);
		expect(await findFactors(trx, session.id)).toEqual({ factors: [], codesLeft: 0, required: false });
	});

	test('is removed by nobody else', async ({ trx, cast, clock }) => {
		const session = await enter(trx, cast.master.actor.id, 'open', clock.now);
		const { id } = await addApp(trx, session, clock.now);
		const stranger = await enter(trx, cast.stranger.actor.id, 'open', clock.now);
		await expect(removeFactor(trx, stranger, id, by)).rejects.toThrow('not-found');
	});

	test('that becomes a duty is set up before anything else, in every session', async ({ trx, cast, clock }) => {
		const session = await enter(trx, cast.master.actor.id, 'open', clock.now);
		await requireFactor(trx, session.id, true, by);
		expect(await readSession(trx, session.token, clock.now)).toMatchObject({ step: 'enrol-factor' });
		expect(await stepAfterPassword(trx, session.id)).toBe('enrol-factor');
		await requireFactor(trx, session.id, false, by);
		expect(await stepAfterPassword(trx, session.id)).toBe('open');
	});

	test('that was lost goes with the password and every session', async ({ trx, cast, clock }) => {
		const session = await enter(trx, cast.master.actor.id, 'open', clock.now);
		await addApp(trx, session, clock.now);
		await closeWaysIn(trx, session.id, clock.now);
		expect(await readSession(trx, session.token, clock.now)).toBeNull();
		expect(await stepAfterPassword(trx, session.id)).toBe('open');
		const account = trx.selectFrom('account').select('password_hash').where('id', '=', session.id);
		expect(await account.executeTakeFirst()).toEqual({ password_hash: null });
	});
});
