import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { authenticate } from './authenticating.ts';
import { choosePassword, isMadeOf } from './choosing-password.ts';
import { makeCredential, makeSecret, peekCredential } from './credentials.ts';
import { openSession, readSession } from './sessions.ts';

const good = 'четыре зелёных насоса 7';
const by = { accountId: 1, address: '192.0.2.7' };

function choose(trx: Writing, accountId: number, password: string, now: Date, confirm = password) {
	return choosePassword(trx, { accountId, password, confirm }, by, now);
}

describe('a chosen password', () => {
	test('opens from then on, and the one before does not', async ({ trx, cast, clock }) => {
		const door = { kind: 'customer' as const, login: 'C1001', address: '192.0.2.7' };
		await choose(trx, cast.master.actor.id, good, clock.now);
		expect(await authenticate(trx, { ...door, password: good })).toMatchObject({ step: 'open' });
		await expect(authenticate(trx, { ...door, password: 'a password of the cast' })).rejects.toThrow('login-failed');
	});

	test('opens whichever keyboard composed its letters', async ({ trx, cast, clock }) => {
		await choose(trx, cast.master.actor.id, 'caffè d’été à volonté'.normalize('NFD'), clock.now);
		const door = { kind: 'customer' as const, login: 'C1001', address: '192.0.2.7' };
		expect(await authenticate(trx, { ...door, password: 'caffè d’été à volonté'.normalize('NFC') })).toBeTruthy();
	});

	test('ends all sessions but the one it was chosen in, and voids what letters hold', async ({ trx, cast, clock }) => {
		const accountId = cast.master.actor.id;
		const token = await openSession(trx, { accountId }, clock.now);
		const elsewhere = await openSession(trx, { accountId }, clock.now);
		const another = await openSession(trx, { accountId: cast.stranger.actor.id }, clock.now);
		const credential = await makeCredential(trx, { accountId, purpose: 'recovery' }, clock.now);
		const secret = await makeSecret(trx, credential, clock.now);
		const session = (await readSession(trx, token, clock.now))!.sessionId;
		await choosePassword(trx, { accountId, password: good, confirm: good, session }, by, clock.now);
		expect(await readSession(trx, token, clock.now)).not.toBeNull();
		expect(await readSession(trx, elsewhere, clock.now)).toBeNull();
		expect(await readSession(trx, another, clock.now)).not.toBeNull();
		expect(await peekCredential(trx, secret, clock.now)).toBeNull();
	});

	test('is on the audit log, which does not hold it', async ({ trx, cast, clock }) => {
		await choose(trx, cast.master.actor.id, good, clock.now);
		const entries = await trx.selectFrom('audit_entry').selectAll().where('action', '=', 'password-chosen').execute();
		expect(entries).toMatchObject([{ subject: 'customer:C1001', address: '192.0.2.7' }]);
		expect(JSON.stringify(entries)).not.toContain('насоса');
	});

	test('must be typed twice', async ({ trx, cast, clock }) => {
		const typed = choose(trx, cast.master.actor.id, good, clock.now, `${good} `);
		await expect(typed).rejects.toThrow('password-mismatch');
	});

	test('has 15 to 128 characters; a letter of two code units is one', async ({ trx, cast, clock }) => {
		const chosen = (password: string) => choose(trx, cast.master.actor.id, password, clock.now);
		const emoji = [...'🐙🦑🦐🦞🦀🐡🐠🐟🐬🐳🐋🦈🐊🐅🐆'];
		await expect(chosen(emoji.slice(1).join(''))).rejects.toMatchObject({
			code: 'password-too-short',
			details: { least: 15 },
		});
		await chosen(emoji.join(''));
		const long = Array.from({ length: 32 }, (_, index) => `${index + 100}x`).join('');
		await chosen(long);
		await expect(chosen(`${long}y`)).rejects.toThrow('password-too-long');
	});

	test('has 10 where a second factor is confirmed, and 15 while it is not', async ({ trx, cast, clock }) => {
		const accountId = cast.master.actor.id;
		const factor = { account_id: accountId, kind: 'totp', name: 'Phone', secret: 'JBSWY3DPEHPK3PXP' };
		await trx.insertInto('authenticator').values(factor).execute();
		await expect(choose(trx, accountId, 'tre pompe 9', clock.now)).rejects.toThrow('password-too-short');
		await trx.updateTable('authenticator').set({ confirmed_at: clock.now }).execute();
		await choose(trx, accountId, 'tre pompe 9', clock.now);
		await expect(choose(trx, accountId, 'tre pomp9', clock.now)).rejects.toThrow('password-too-short');
	});

	test('is none that attackers try first, in capitals or over and over', async ({ trx, cast, clock }) => {
		const common = [
			'passwordpassword',
			'PasswordPASSWORD',
			'123456789012345',
			'aaaaaaaaaaaaaaaa',
			'abcabcabcabcabcabc',
		];
		for (const password of [...common, 'Mailcreated5240', 'qwertyuiopqwertyuiop'])
			await expect(choose(trx, cast.master.actor.id, password, clock.now)).rejects.toThrow('password-common');
	});

	test('is not made of the owner’s own data', async ({ trx, cast, clock }) => {
		const chosen = (password: string) => choose(trx, cast.master.actor.id, password, clock.now);
		const own = [
			'C1001@workshop.example',
			'OfficinaFerri2026',
			'Ferri.Officina-99',
			'KT0001A kt-0001-a',
			'officina  FERRI !!',
		];
		for (const password of own) await expect(chosen(password)).rejects.toThrow('password-own-data');
		// Another's data are nothing special, and a word of one's own may be among others.
		await chosen('Northgate Tuning 42');
		await chosen('dalla Ferri in montagna piove');
	});

	test('may hold the own company’s name among other words, in any script', () => {
		expect(isMadeOf('степной мотор 2026', ['Степной Мотор'])).toBe(true);
		expect(isMadeOf('garage lumiere', ['Garage Lumière'])).toBe(true);
		expect(isMadeOf('lumière du matin sur la colline', ['Garage Lumière'])).toBe(false);
	});

	test('with a character that no database keeps is refused as such', async ({ trx, cast, clock }) => {
		for (const password of [`${good}\0`, `${good}\ud800`])
			await expect(choose(trx, cast.master.actor.id, password, clock.now)).rejects.toThrow('text-invalid');
	});
});
