import { describe, expect } from 'vitest';
import { announce, sendAll } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import type { DueMail } from '../mail/letter.ts';
import { composeAnnouncementLetter } from './letters.ts';
import { tellSome } from './telling.ts';

const again = { told_at: null, told_to_account: 0 };

async function newest(trx: Writing, accountId: number): Promise<DueMail> {
	const row = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('account_id', '=', accountId)
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	return { ...row, details: row.details as DueMail['details'] };
}

async function tellAndCompose(trx: Writing, accountId: number, now: Date) {
	await tellSome(trx, now);
	return composeAnnouncementLetter(trx, await newest(trx, accountId), 'Acme');
}

async function maintain(trx: Writing, now: Date): Promise<number> {
	const times = { starts_at: new Date('2026-12-24T07:00:00Z'), ends_at: new Date('2026-12-24T17:30:00Z') };
	const { id } = await trx
		.insertInto('closure')
		.values({ kind: 'maintenance', created_at: now, ...times })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

describe('the letter about an announcement', () => {
	test('says its words in the customer’s language, and leads to the announcements', async ({ trx, cast, clock }) => {
		await announce(trx, {}, clock.now);
		expect(await tellAndCompose(trx, cast.master.actor.id, clock.now)).toMatchObject({
			locale: 'it',
			to: { address: cast.master.email },
			subject: 'Title in it',
			paragraphs: [expect.stringContaining('Officina Ferri'), 'First in it.', 'Second in it.'],
			button: { href: 'http://localhost:3000/announcements' },
		});
	});

	test('goes out whatever notices the account has switched off', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		await trx.updateTable('account').set({ notices: [] }).where('id', '=', id).execute();
		await announce(trx, {}, clock.now);
		expect(await tellAndCompose(trx, id, clock.now)).not.toBeNull();
	});

	test('of a closure says from when until when in the customer’s time zone', async ({ trx, cast, clock }) => {
		const { id } = cast.stranger.actor;
		await trx.updateTable('account').set({ time_zone: 'Asia/Tokyo' }).where('id', '=', id).execute();
		await announce(trx, { closure_id: await maintain(trx, clock.now) }, clock.now);
		const letter = await tellAndCompose(trx, id, clock.now);
		const period = letter?.paragraphs.at(-2);
		expect(period).toMatch(/24 December 2026.*16:00.*25 December 2026.*02:30.*\(Asia\/Tokyo\)/);
		expect(letter?.paragraphs.at(-1)).toMatch(/afterwards/);
	});

	test('is not sent when the announcement has changed since', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		const stale = await newest(trx, cast.master.actor.id);
		await trx.updateTable('announcement').set({ revision: 2 }).where('id', '=', id).execute();
		expect(await composeAnnouncementLetter(trx, stale, 'Acme')).toBeNull();
	});

	test('is not sent when the announcement was withdrawn since', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		await trx.updateTable('announcement').set({ withdrawn_at: clock.now }).where('id', '=', id).execute();
		expect(await composeAnnouncementLetter(trx, await newest(trx, cast.master.actor.id), 'Acme')).toBeNull();
	});

	test('is not sent to an account that was disabled since', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		await trx.updateTable('account').set({ disabled_at: clock.now }).where('id', '=', id).execute();
		expect(await composeAnnouncementLetter(trx, await newest(trx, id), 'Acme')).toBeNull();
	});

	test('of a change says so to whom was told before, and not to others', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		await tellSome(trx, clock.now);
		await sendAll(trx, cast.master.actor.id);
		await trx
			.updateTable('announcement')
			.set({ revision: 2, ...again })
			.where('id', '=', id)
			.execute();
		const told = await tellAndCompose(trx, cast.master.actor.id, clock.now);
		const untold = await composeAnnouncementLetter(trx, await newest(trx, cast.stranger.actor.id), 'Acme');
		expect([told?.heading, untold?.heading]).toEqual(['Modificato: Title in it', 'Title in en']);
	});

	test('speaks every language, without a gap in its words', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		const closure = await maintain(trx, clock.now);
		const announcement = await announce(trx, { closure_id: closure }, clock.now);
		const said = new Set<string>();
		let revision = 1;
		for (const locale of locales) {
			await trx.updateTable('account').set({ locale }).where('id', '=', id).execute();
			for (const withdrawn of [null, clock.now]) {
				const changed = { revision: revision++, withdrawn_at: withdrawn, ...again };
				await trx.updateTable('announcement').set(changed).where('id', '=', announcement).execute();
				await trx.deleteFrom('outgoing_mail').where('letter', '=', 'announcement-withdrawn').execute();
				const letter = await tellAndCompose(trx, id, clock.now);
				expect(letter).not.toBeNull();
				expect(JSON.stringify(letter)).not.toMatch(/undefined|\{\w+\}|mail_|Invalid/);
				await sendAll(trx);
				said.add(letter?.paragraphs.at(-1) ?? '').add(letter?.heading ?? '');
			}
		}
		expect(said.size).toBe(20);
	});
});
