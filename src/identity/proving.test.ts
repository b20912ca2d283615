import { Secret, TOTP } from 'otpauth';
import { describe, expect } from 'vitest';
import { password } from '../../tests/cast.ts';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { beginApp, confirmApp } from './enrolling.ts';
import { judgeFactor, proveOwner } from './proving.ts';
import { openSession, readSession } from './sessions.ts';

const by = { accountId: null, address: '192.0.2.7' };

/** Somebody with an app and ten recovery codes, at the second step of a login; the app was confirmed a minute ago. */
async function atSecondStep(trx: Writing, accountId: number, now: Date) {
	const before = new Date(now.getTime() - 60_000);
	const session = await enter(trx, accountId, 'open', before);
	const { id, secret } = await beginApp(trx, accountId, 'phone');
	const codeAt = (at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
	const { codes } = await confirmApp(trx, session, { id, code: codeAt(before) }, by, before);
	return { session: await enter(trx, accountId, 'second-factor', now), codeAt, codes: codes! };
}

async function enter(trx: Writing, accountId: number, step: 'open' | 'second-factor', now: Date) {
	const token = await openSession(trx, { accountId, step }, now);
	return (await readSession(trx, token, now))!;
}

const wrongCode = (right: string) => (right === '000000' ? '000001' : '000000');

describe('the second factor at login', () => {
	test('opens by the code of now, the one before and the one after, and by no other', async ({ trx, cast, clock }) => {
		const { session, codeAt } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const judge = (code: string) =>
			judgeFactor(trx, session, { typed: code }, { isKnownDevice: false, now: clock.now });
		const away = (seconds: number) => codeAt(new Date(clock.now.getTime() + seconds * 1000));
		expect(await judge(away(-90))).toBe('wrong');
		expect(await judge(away(90))).toBe('wrong');
		// Older first: a newer code voids those before it.
		expect(await judge(away(-30))).toBe('right');
		expect(await judge(away(0))).toBe('right');
		expect(await judge(away(30))).toBe('right');
	});

	test('opens by a code once, also when it is typed with a space', async ({ trx, cast, clock }) => {
		const { session, codeAt } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const code = codeAt(clock.now);
		const judge = (typed: string) => judgeFactor(trx, session, { typed }, { isKnownDevice: false, now: clock.now });
		expect(await judge(`${code.slice(0, 3)} ${code.slice(3)}`)).toBe('right');
		expect(await judge(code)).toBe('wrong');
	});

	test('opens by a recovery code once, however it is written', async ({ trx, cast, clock }) => {
		const { session, codes } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const judge = (typed: string) => judgeFactor(trx, session, { typed }, { isKnownDevice: false, now: clock.now });
		expect(codes).toHaveLength(10);
		expect(await judge(codes[3]!.toUpperCase().replaceAll('-', ' '))).toBe('right');
		expect(await judge(codes[3]!)).toBe('wrong');
		expect(await judge(codes[4]!)).toBe('right');
	});

	test('opens by nobody else’s code', async ({ trx, cast, clock }) => {
		const { codeAt, codes } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const { session } = await atSecondStep(trx, cast.stranger.actor.id, clock.now);
		for (const typed of [codeAt(clock.now), codes[0]!, '', '%', '______'])
			expect(await judgeFactor(trx, session, { typed }, { isKnownDevice: false, now: clock.now })).not.toBe('right');
	});

	test('ends the session at the fifth wrong code', async ({ trx, cast, clock }) => {
		const { session, codeAt } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const typed = wrongCode(codeAt(clock.now));
		const verdicts: string[] = [];
		for (let tried = 0; tried < 5; tried++)
			verdicts.push(await judgeFactor(trx, session, { typed }, { isKnownDevice: false, now: clock.now }));
		expect(verdicts).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'last']);
	});

	test('lets an account try ten times in a quarter of an hour, and its own browser ten times more', async ({
		trx,
		cast,
		clock,
	}) => {
		const { codeAt } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const typed = wrongCode(codeAt(clock.now));
		const judge = async (answer: string, isKnownDevice: boolean) =>
			judgeFactor(
				trx,
				await enter(trx, cast.master.actor.id, 'second-factor', clock.now),
				{ typed: answer },
				{ isKnownDevice, now: clock.now },
			);
		for (let tried = 0; tried < 10; tried++) expect(await judge(typed, false)).toBe('wrong');
		await expect(judge(codeAt(clock.now), false)).rejects.toMatchObject({
			code: 'too-many-attempts',
			details: { retryAfter: expect.any(Number) },
		});
		expect(await judge(codeAt(clock.now), true)).toBe('right');
	});
});

describe('to change what protects an account', () => {
	const address = '192.0.2.7';

	test('one shows the password or a code once more', async ({ trx, cast, clock }) => {
		const { session, codeAt, codes } = await atSecondStep(trx, cast.master.actor.id, clock.now);
		const { id, sessionId } = session;
		const prove = (typed: string) => proveOwner(trx, { id, sessionId, typed, address }, clock.now);
		await prove(password);
		await prove(codeAt(clock.now));
		await prove(codes[0]!);
		for (const typed of ['', 'wrong', codeAt(clock.now), codes[0]!])
			await expect(prove(typed)).rejects.toThrow('password-wrong');
	});

	test('an account without a password or factor must have logged in a moment ago', async ({ trx, cast, clock }) => {
		await trx.updateTable('account').set({ password_hash: null }).where('id', '=', cast.master.actor.id).execute();
		const { id, sessionId } = await enter(trx, cast.master.actor.id, 'open', clock.now);
		await proveOwner(trx, { id, sessionId, typed: '', address }, clock.now);
		const later = clock.pass({ minutes: 16 });
		await expect(proveOwner(trx, { id, sessionId, typed: '', address }, later)).rejects.toThrow('password-wrong');
	});
});
