import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import { peekCredential } from '../identity/credentials.ts';
import { test } from '../../tests/desk.ts';
import { composeAccessLetter } from './access-letters.ts';
import { deliverDue } from './delivering.ts';
import type { DueMail, Letter } from './letter.ts';
import { sendCredential, tellAccount } from './sending-credentials.ts';

async function newest(trx: Writing): Promise<DueMail> {
	const row = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	return { ...row, details: row.details as DueMail['details'] };
}

const compose = async (trx: Writing, now: Date) => composeAccessLetter(trx, await newest(trx), 'Acme', now);
const tokenOf = (letter: Letter | null) => new URL(letter?.button?.href ?? 'http://nowhere').searchParams.get('token');

describe('a letter with a temporary password', () => {
	test('goes to the bound address, with a link that opens and words about who asked', async ({ trx, cast, clock }) => {
		await sendCredential(trx, cast.master.actor.id, 'recovery', clock.now, { address: '192.0.2.44' });
		const letter = await compose(trx, clock.now);
		expect(letter).toMatchObject({
			locale: 'it',
			to: { address: cast.master.email },
			subject: 'Una nuova password per C1001',
		});
		expect(letter?.button?.href).toMatch(/^http:\/\/localhost:3000\/password\?token=/);
		const secret = tokenOf(letter);
		expect(letter?.paragraphs.join('\n')).toContain(secret);
		expect(letter?.paragraphs.join('\n')).toContain('192.0.2.44');
		expect(await peekCredential(trx, secret, clock.now)).toMatchObject({ accountId: cast.master.actor.id });
	});

	test('leaves no secret in the outbox', async ({ trx, cast, clock }) => {
		await sendCredential(trx, cast.master.actor.id, 'first-password', clock.now);
		const secret = tokenOf(await compose(trx, clock.now));
		const rows = await trx.selectFrom('outgoing_mail').selectAll().execute();
		expect(secret).toBeTruthy();
		expect(JSON.stringify(rows)).not.toContain(secret);
	});

	test('that is tried again carries a fresh one, and the one before opens nothing', async ({ trx, cast, clock }) => {
		await sendCredential(trx, cast.master.actor.id, 'first-password', clock.now);
		const first = tokenOf(await compose(trx, clock.now));
		const second = tokenOf(await compose(trx, clock.now));
		expect(await peekCredential(trx, first, clock.now)).toBeNull();
		expect(await peekCredential(trx, second, clock.now)).not.toBeNull();
	});

	test('is not sent too late, nor after a newer one, nor to a disabled account', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		await sendCredential(trx, id, 'recovery', clock.now);
		const older = await newest(trx);
		await sendCredential(trx, id, 'recovery', clock.now);
		expect(await composeAccessLetter(trx, older, 'Acme', clock.now)).toBeNull();
		await trx.updateTable('account').set({ disabled_at: clock.now }).where('id', '=', id).execute();
		expect(await compose(trx, clock.now)).toBeNull();
		await trx.updateTable('account').set({ disabled_at: null }).where('id', '=', id).execute();
		expect(await compose(trx, clock.now)).not.toBeNull();
		expect(await compose(trx, clock.pass({ minutes: 61 }))).toBeNull();
	});

	test('tells a new member of staff with what he logs in', async ({ trx, cast, clock }) => {
		await sendCredential(trx, cast.technician.actor.id, 'invitation', clock.now);
		const letter = await compose(trx, clock.now);
		expect(letter).toMatchObject({ to: { name: cast.technician.name, address: cast.technician.email } });
		expect(letter?.paragraphs.join()).toContain(cast.technician.email);
	});

	test('for a new address goes there and nowhere else', async ({ trx, cast, clock }) => {
		const details = { email: 'new@workshop.example' };
		await sendCredential(trx, cast.master.actor.id, 'address-change', clock.now, details);
		const letter = await compose(trx, clock.now);
		expect(letter?.to.address).toBe('new@workshop.example');
		expect(letter?.button?.href).toMatch(/\/profile\/address\?token=/);
	});

	test('speaks every language, without a gap in its words', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		const headings = new Set<string>();
		for (const locale of locales) {
			await trx.updateTable('account').set({ locale }).where('id', '=', id).execute();
			for (const purpose of ['first-password', 'invitation', 'recovery', 'address-change'] as const) {
				await sendCredential(trx, id, purpose, clock.now, { email: 'new@workshop.example', address: '192.0.2.44' });
				const letter = await compose(trx, clock.now);
				headings.add(letter?.heading ?? '');
				expect(JSON.stringify(letter)).not.toMatch(/undefined|\{\w+\}|letter_/);
			}
		}
		expect(headings.size).toBe(20);
	});
});

describe('a notice', () => {
	test('goes to the bound address whatever notices the account has switched off', async ({ trx, cast, clock }) => {
		const { id } = cast.stranger.actor;
		await trx.updateTable('account').set({ notices: [] }).where('id', '=', id).execute();
		for (const letter of ['password-changed', 'factor-changed', 'login-blocked'] as const) {
			await tellAccount(trx, id, letter, `test-${letter}`);
			expect(await compose(trx, clock.now)).toMatchObject({ to: { address: cast.stranger.email }, locale: 'en' });
		}
	});

	test('of a changed address goes to the old one, in words for whom it leaves', async ({ trx, cast, clock }) => {
		const { id } = cast.stranger.actor;
		await tellAccount(trx, id, 'address-changed', 'moved', { to: 'old@workshop.example' });
		const old = await compose(trx, clock.now);
		expect(old?.to.address).toBe('old@workshop.example');
		await tellAccount(trx, id, 'address-changed', 'moved-new');
		const current = await compose(trx, clock.now);
		expect(current?.to.address).toBe(cast.stranger.email);
		expect(current?.paragraphs).not.toEqual(old?.paragraphs);
	});

	test('of the same event is told once', async ({ trx, cast }) => {
		for (let count = 0; count < 2; count++)
			await tellAccount(trx, cast.stranger.actor.id, 'login-blocked', 'login-blocked-2026-10-07');
		const { rows } = await trx
			.selectFrom('outgoing_mail')
			.select((eb) => eb.fn.countAll<number>().as('rows'))
			.executeTakeFirstOrThrow();
		expect(rows).toBe(1);
	});
});

describe('no letter', () => {
	test('leaves for what is not one address', async ({ db, cast, clock }) => {
		const hostile = [
			'a@x.test,b@y.test',
			'a@x.test\r\nBcc: b@y.test',
			'a@x.test;b@y.test',
			'<b@y.test> a@x.test',
			'a b@x.test',
		];
		const carried: string[] = [];
		for (const email of hostile) {
			await db
				.transaction()
				.execute((trx) => sendCredential(trx, cast.slave.actor.id, 'address-change', clock.now, { email }));
			await deliverDue(
				db,
				(mail) => composeAccessLetter(db, mail, 'Acme', clock.now),
				async (letter) => void carried.push(letter.to.address),
			);
		}
		expect(carried).toEqual([]);
		const states = await db.selectFrom('outgoing_mail').select('state').execute();
		expect(states).toEqual(hostile.map(() => ({ state: 'dropped' })));
	});
});
