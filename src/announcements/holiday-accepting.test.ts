import { describe, expect } from 'vitest';
import { lettersAbout } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import { thePortal } from '../audit/entry.ts';
import type { Branch } from '../branches/branch.ts';
import { acceptedHolidays, holidaysMissing } from '../branches/holiday-finding.ts';
import { proposeHolidays } from '../branches/holiday-proposing.ts';
import { listBranches } from '../branches/finding.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { acceptHolidays } from './holiday-accepting.ts';
import { cancelPublished, changePublished, type Texts } from './publishing.ts';
import { tellSome } from './telling.ts';

const now = new Date('2026-10-07T08:30:00Z');
const daysLater = (days: number) => new Date(now.getTime() + days * 86_400_000);

async function branchOf(db: Reading, slug: string): Promise<Branch> {
	const branch = (await listBranches(db)).find((one) => one.slug === slug);
	if (!branch) throw new Error(`there is no ${slug}`);
	return branch;
}

/** Accepts days of a branch's country; answers the closures' ids, in order. */
async function accept(trx: Writing, slug: string, days: string[], at = now): Promise<number[]> {
	const branch = await branchOf(trx, slug);
	const year = Number(days[0]?.slice(0, 4));
	const proposed = await proposeHolidays(branch.country, year, branch.timeZone);
	const holidays = proposed.filter(({ date }) => days.includes(String(date)));
	await acceptHolidays(trx, thePortal, { branch, holidays }, at);
	const accepted = await acceptedHolidays(trx, branch.id, year);
	return days.map((day) => accepted.get(day) ?? 0);
}

function announced(trx: Writing, closure: number) {
	return trx
		.selectFrom('announcement as a')
		.innerJoin('announcement_text as x', 'x.announcement_id', 'a.id')
		.innerJoin('closure as k', 'k.id', 'a.closure_id')
		.selectAll('k')
		.select(['a.id as announcement', 'a.audience', 'a.shown_from', 'a.letters_at', 'x.locale', 'x.title', 'x.body'])
		.where('a.closure_id', '=', closure)
		.orderBy('x.locale')
		.execute();
}

describe('an accepted public holiday', () => {
	test('becomes a closure of one branch for its whole day, with both switches on', async ({ trx, cast }) => {
		const [id = 0] = await accept(trx, 'france', ['2026-12-25']);
		expect((await announced(trx, id))[0]).toMatchObject({
			kind: 'public_holiday',
			branch_id: cast.branches.france,
			holiday: '2026-12-25',
			starts_at: new Date('2026-12-24T23:00:00Z'),
			ends_at: new Date('2026-12-25T23:00:00Z'),
			no_new_tickets: true,
			no_messages: true,
			portal_off: false,
		});
	});

	test('is announced in five languages, as each says a date', async ({ trx }) => {
		const [id = 0] = await accept(trx, 'france', ['2027-01-01']);
		const titles = Object.fromEntries((await announced(trx, id)).map(({ locale, title }) => [locale, title]));
		expect(titles).toEqual({
			en: 'Closed on Friday 1 January 2027: New Year’s Day',
			it: 'Chiusi venerdì 1º gennaio 2027: Capodanno',
			fr: 'Fermé le vendredi 1er janvier 2027\u00A0: Jour de l’An',
			es: 'Cerrado el viernes 1 de enero de 2027: Año Nuevo',
			ru: 'Не работаем 1 января 2027 г. (пятница): Новый год',
		});
	});

	test('is shown at once, and told by letter 14 days before it to those with an open ticket', async ({ trx }) => {
		const [id = 0] = await accept(trx, 'italy', ['2026-12-25']);
		const expected = { audience: 'open-tickets', shown_from: now, letters_at: new Date('2026-12-10T23:00:00Z') };
		expect((await announced(trx, id))[0]).toMatchObject(expected);
		await tellSome(trx, new Date('2026-12-10T22:59:00Z'));
		expect(await toldAt(trx, id)).toBeNull();
		await tellSome(trx, new Date('2026-12-10T23:00:00Z'));
		expect(await toldAt(trx, id)).not.toBeNull();
	});

	test('that is nearer than 14 days is told at once', async ({ trx }) => {
		const [id = 0] = await accept(trx, 'spain', ['2026-10-12']);
		expect((await announced(trx, id))[0]?.letters_at).toEqual(now);
	});

	test('that is changed before its letters go out still waits for their day', async ({ trx }) => {
		const [id = 0] = await accept(trx, 'italy', ['2026-12-25']);
		const [before] = await announced(trx, id);
		const texts = Object.fromEntries(['en', 'it', 'fr', 'es', 'ru'].map((l) => [l, { title: l, body: '' }])) as Texts;
		const change = {
			id,
			version: 1,
			branchId: before?.branch_id ?? null,
			startsAt: before?.starts_at ?? now,
			endsAt: before?.ends_at ?? now,
			noNewTickets: true,
			noMessages: false,
			portalOff: false,
			unplannedBecause: null,
		};
		await changePublished(trx, thePortal, { change, texts }, daysLater(1));
		expect((await announced(trx, id))[0]?.letters_at).toEqual(before?.letters_at);
	});

	test('that is cancelled before its letters went out is told to nobody', async ({ trx }) => {
		const [id = 0] = await accept(trx, 'italy', ['2026-12-25']);
		await cancelPublished(trx, thePortal, { id, version: 1 }, daysLater(1));
		await tellSome(trx, new Date('2026-12-12T00:00:00Z'));
		expect(await lettersAbout(trx, (await announced(trx, id))[0]?.announcement ?? 0)).toEqual([]);
	});

	test('stands on the audit log', async ({ trx }) => {
		const [id] = await accept(trx, 'italy', ['2026-12-25']);
		const [entry] = await trx.selectFrom('audit_entry').select(['action', 'subject', 'after']).execute();
		expect(entry).toMatchObject({ action: 'closure-planned', subject: `closure:${id}` });
		expect(entry?.after).toMatchObject({ kind: 'public_holiday', holiday: '2026-12-25' });
	});
});

describe('accepting public holidays', () => {
	test('is refused within 24 hours of a beginning, for all of them', async ({ trx }) => {
		const late = new Date('2026-12-23T23:00:01Z');
		await expect(accept(trx, 'italy', ['2026-12-25', '2026-12-26'], late)).rejects.toThrow('closure-too-soon');
	});

	test('is refused for a day that is accepted, but not for one that was cancelled since', async ({ trx }) => {
		const [id = 0] = await accept(trx, 'italy', ['2026-12-25']);
		await cancelPublished(trx, thePortal, { id, version: 1 }, now);
		const [again] = await accept(trx, 'italy', ['2026-12-25']);
		expect(again).toBeGreaterThan(id);
		await accept(trx, 'france', ['2026-12-25']);
		await expect(accept(trx, 'italy', ['2026-12-25', '2026-12-26'])).rejects.toThrow('holiday-accepted');
	});

	test('twice at the same time makes one of each', async ({ db }) => {
		const twice = await Promise.allSettled(
			[1, 2].map(() => db.transaction().execute((trx) => accept(trx, 'italy', ['2026-12-08', '2026-12-25']))),
		);
		expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'holiday-accepted' } });
		const { id } = await branchOf(db, 'italy');
		expect([...(await acceptedHolidays(db, id, 2026)).keys()].sort()).toEqual(['2026-12-08', '2026-12-25']);
		await db.deleteFrom('closure').execute();
	});
});

describe('who administers is told what is missing', () => {
	const slugs = async (db: Reading, at: string) =>
		(await holidaysMissing(db, new Date(at)))?.branches.map(({ slug }) => slug) ?? [];

	test('from October on, for each branch without an accepted holiday of the next year', async ({ trx }) => {
		expect(await slugs(trx, '2026-09-30T23:59:00Z')).toEqual([]);
		expect(await slugs(trx, '2026-10-01T00:00:00Z')).toEqual(['italy', 'france', 'spain']);
		await accept(trx, 'italy', ['2026-12-25']);
		const [id = 0] = await accept(trx, 'france', ['2027-01-01']);
		expect(await slugs(trx, '2026-10-08T00:00:00Z')).toEqual(['italy', 'spain']);
		await cancelPublished(trx, thePortal, { id, version: 1 }, now);
		expect(await slugs(trx, '2026-10-08T00:00:00Z')).toEqual(['italy', 'france', 'spain']);
	});
});

async function toldAt(trx: Writing, closure: number): Promise<Date | null> {
	const row = await trx
		.selectFrom('announcement')
		.select('told_at')
		.where('closure_id', '=', closure)
		.executeTakeFirstOrThrow();
	return row.told_at;
}
