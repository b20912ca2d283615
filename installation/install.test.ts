import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, test as base } from 'vitest';
import { thePortal } from '../src/audit/entry.ts';
import { record } from '../src/audit/recording.ts';
import { connect, disconnect } from '../src/database/connection.ts';
import { locales } from '../src/identity/account.ts';
import { passwordMatches } from '../src/identity/password.ts';
import { cloneDatabase } from '../tests/clone.ts';
import { loadCarriers } from './carriers.ts';
import { demoFiles } from './demonstration/files.ts';
import { momentAgo } from './demonstration/moments.ts';
import { tickets } from './demonstration/tickets.ts';
import { install } from './install.ts';
import { products } from './products.ts';
import { acceptForDemonstration, loadTerms } from './terms.ts';

const now = new Date('2026-09-16T09:00:00Z');

const test = base.extend('installed', { scope: 'file' }, async ({}, { onCleanup }) => {
	const db = connect(await cloneDatabase(), 4);
	const filesDirectory = await mkdtemp(path.join(tmpdir(), 'serialdesk-demonstration-'));
	onCleanup(async () => {
		await disconnect();
		await rm(filesDirectory, { recursive: true, force: true });
	});
	return { db, filesDirectory, first: await install(db, { demo: true, filesDirectory, now }) };
});

test('an empty database gets the maker, his branches and products, and the demonstration', async ({ installed }) => {
	const { db, first } = installed;
	expect(first).toMatchObject({ defaults: true, demonstration: true });
	const count = await sql<Record<string, number>>`select
		(select count(*) from maker) maker, (select count(*) from branch) branches, (select count(*) from product) products,
		(select count(*) from ticket) tickets`.execute(db);
	expect(count.rows[0]).toEqual({ maker: 1, branches: 3, products: 5, tickets: tickets.length });
});

test('a second start changes nothing', async ({ installed }) => {
	const second = await install(installed.db, {
		demo: true,
		filesDirectory: installed.filesDirectory,
		now,
	});
	expect(second).toMatchObject({ defaults: false, demonstration: false });
});

test('everybody of the demonstration has accepted the terms, which speak every language', async ({ installed }) => {
	const { rows } = await sql<{ texts: number; owing: number; accepted: number; customers: number }>`select
		(select count(*) from terms_text where version = 1 and length(body_html) > 1000) texts,
		(select count(*) from account where kind = 'customer' and terms_version <> 1) owing,
		(select count(*) from terms_acceptance where accepted_at = ${now}) accepted,
		(select count(*) from customer) customers`.execute(installed.db);
	expect(rows[0]).toMatchObject({ texts: locales.length, owing: 0, accepted: rows[0]?.customers });
});

test('a database from before the terms gets them, and whoever is no demonstration customer is asked', async ({
	installed,
}) => {
	const terms = installed.db.transaction().execute(async (trx) => {
		await sql`update account set terms_version = 0`.execute(trx);
		await sql`delete from terms_acceptance`.execute(trx);
		await sql`delete from terms`.execute(trx);
		await sql`update customer set email = 'somebody@workshop.example' where code = 'C1001'`.execute(trx);
		expect(await loadTerms(trx, now)).toBe(true);
		expect(await loadTerms(trx, now)).toBe(false);
		await acceptForDemonstration(trx, now);
		const owing = await sql<{
			login: string;
		}>`select login from account where kind = 'customer' and terms_version = 0`.execute(trx);
		expect(owing.rows).toEqual([{ login: 'c1001' }]);
		throw new Error('undone');
	});
	await expect(terms).rejects.toThrow('undone');
});

test('carriers that a maker has removed do not come back with the next start', async ({ installed }) => {
	const { db } = installed;
	const removed = db.transaction().execute(async (trx) => {
		await trx.deleteFrom('carrier').execute();
		await loadCarriers(trx);
		expect(await trx.selectFrom('carrier').select('name').execute()).not.toEqual([]);
		await trx.deleteFrom('carrier').execute();
		await record(trx, thePortal, { action: 'carrier-removed', subject: 'carrier:DHL' });
		await loadCarriers(trx);
		expect(await trx.selectFrom('carrier').select('name').execute()).toEqual([]);
		throw new Error('undone');
	});
	await expect(removed).rejects.toThrow('undone');
});

test('each of the main customers has a ticket in every status', async ({ installed }) => {
	const rows = await installed.db
		.selectFrom('ticket as t')
		.innerJoin('customer as c', 'c.id', 't.opener_id')
		.select(['c.code', 't.status'])
		.distinct()
		.where('c.code', 'in', ['C1001', 'C2001', 'C3001', 'C4001', 'C5001'])
		.execute();
	expect(rows).toHaveLength(5 * 3);
});

test('times of a ticket follow each other, and its first event is its opening', async ({ installed }) => {
	const wrong = await sql`select t.number from ticket t where
		t.opened_at > ${now} or t.started_at < t.opened_at or t.closed_at < t.started_at
		or (t.status = 'in_process' and t.started_at is null) or (t.status = 'closed') <> (t.closed_at is not null)
		or (select e.kind || e.at from ticket_event e where e.ticket_number = t.number order by e.id limit 1) <> 'opened' || t.opened_at
		or exists (select from (select at, lag(at) over (order by id) before from ticket_event where ticket_number = t.number) e where at < before)
		or exists (select from (select created_at, lag(created_at) over (order by id) before from message where ticket_number = t.number) m where created_at < before)`.execute(
		installed.db,
	);
	expect(wrong.rows).toEqual([]);
});

test('nobody works at night or on a Sunday, whenever the demonstration is loaded', () => {
	for (const loaded of [
		'2026-09-16T09:00:00Z',
		'2026-09-13T02:00:00Z',
		'2026-11-23T00:10:00Z',
		'2026-10-26T21:59:00Z',
	]) {
		const now = new Date(loaded);
		const moments = [0, 0.7, 3, 30, 168, 1460].map((hours) => momentAgo(hours, now));
		expect(moments).toEqual(moments.toSorted((one, other) => other.getTime() - one.getTime()));
		for (const moment of moments) {
			const there = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO('Europe/Rome');
			expect(moment.getTime()).toBeLessThanOrEqual(now.getTime());
			expect(there.dayOfWeek).toBeLessThanOrEqual(5);
			expect(there.hour).toBeOneOf([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
		}
	}
});

test('the first customer has one RMA authorised and one with its form complete, and others are on their way', async ({
	installed,
}) => {
	const { rows } = await sql<{ code: string; state: string; of: string }>`
		select c.code, r.state, p.slug as of from rma as r join customer as c on c.id = r.customer_id
		join ticket as t on t.number = r.ticket_number and t.opener_id = c.id join product as p on p.slug = t.product
		order by r.number`.execute(installed.db);
	expect(rows).toEqual([
		{ code: 'C3001', state: 'closed', of: 'kessv2' },
		{ code: 'C4001', state: 'inspecting', of: 'powergate3' },
		{ code: 'C2001', state: 'quoted', of: 'ecm-titanium' },
		{ code: 'C1001', state: 'form_complete', of: 'powergate3' },
		{ code: 'C1001', state: 'authorised', of: 'kessv2' },
	]);
});

test('each RMA was walked in the order of time, is told on its ticket, and can be answered for weeks', async ({
	installed,
}) => {
	const wrong = await sql`select r.number from rma as r where
		(r.state in ('authorised', 'form_complete') and r.expires_at < ${now}::timestamptz + interval '3 weeks')
		or exists (select from rma_quote as q where q.rma_number = r.number and q.answer is null and q.valid_until < ${now}::date + 5)
		or (select count(*) from rma_step as s where s.rma_number = r.number)
			<> (select count(*) from ticket_event as e where e.details ->> 'rma' = r.number::text and e.ticket_number = r.ticket_number)
		or exists (select from (select at, lag(at) over (order by id) before from rma_step where rma_number = r.number) s where at < before)
		or r.state_since <> (select at from rma_step where rma_number = r.number order by id desc limit 1)
		or r.instructions = ''`.execute(installed.db);
	expect(wrong.rows).toEqual([]);
});

test('numbers rise with the opening time', async ({ installed }) => {
	const opened = await installed.db.selectFrom('ticket').select('opened_at').orderBy('number').execute();
	expect(opened).toEqual(opened.toSorted((one, other) => one.opened_at.getTime() - other.opened_at.getTime()));
});

test('some news waits unread, no letter waits for the past', async ({ installed }) => {
	const { unread, letters } = await installed.db
		.selectNoFrom((select) => [
			select
				.selectFrom('ticket_unread')
				.select(sql<number>`count(*)`.as('n'))
				.as('unread'),
			select
				.selectFrom('outgoing_mail')
				.select(sql<number>`count(*)`.as('n'))
				.as('letters'),
		])
		.executeTakeFirstOrThrow();
	expect(unread).toBeGreaterThanOrEqual(4);
	expect(letters).toBe(0);
});

test('everybody logs in with the password that is printed at the start', async ({ installed }) => {
	const accounts = await installed.db
		.selectFrom('account')
		.select(['password_hash', 'kind', 'second_factor_waived'])
		.execute();
	expect(new Set(accounts.map((account) => account.password_hash)).size).toBe(1);
	expect(await passwordMatches(accounts[0]!.password_hash, 'serialdesk-demo')).toBe(true);
	expect(accounts.every((account) => account.second_factor_waived === (account.kind === 'staff'))).toBe(true);
});

test('products speak every language, and tickets carry no field that their product does not ask for', () => {
	for (const { taglines, help, accessories } of products) {
		for (const words of [taglines, help, ...accessories.map((accessory) => accessory.names)]) {
			expect(locales.filter((locale) => !words[locale])).toEqual([]);
		}
	}
	for (const ticket of tickets) {
		const asked = products.find(({ slug }) => slug === ticket.product)?.fields ?? [];
		const given = (['make', 'model', 'engine', 'year', 'ecu', 'protocol'] as const).filter((field) => ticket[field]);
		expect({ subject: ticket.subject, unasked: given.filter((field) => !asked.includes(field)) }).toEqual({
			subject: ticket.subject,
			unasked: [],
		});
	}
});

test('files arrive on their messages, once, and whole', { timeout: 60_000 }, async ({ installed }) => {
	const { db, filesDirectory, first } = installed;
	expect(await first.files()).toBe(Object.keys(demoFiles).length);
	expect(await first.files()).toBe(0);
	const stored = await db
		.selectFrom('attachment as a')
		.innerJoin('message_attachment as ma', 'ma.attachment_id', 'a.id')
		.select(['a.name', 'a.size', 'a.stored_as', 'a.claimed_at'])
		.execute();
	expect(stored.map(({ name }) => name).toSorted()).toEqual(Object.keys(demoFiles).toSorted());
	for (const file of stored) expect((await stat(path.join(filesDirectory, file.stored_as))).size).toBe(file.size);
	expect(stored.find(({ name }) => name === 'patrol-original.bin')?.size).toBe(4 * 1024 * 1024);
});
