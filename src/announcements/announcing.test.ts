import { describe, expect } from 'vitest';
import { lettersAbout, sendAll } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { locales } from '../identity/account.ts';
import {
	changeAnnouncement,
	previewAnnouncement,
	previewChange,
	publishAnnouncement,
	withdrawAnnouncement,
	type PlainAnnouncement,
} from './announcing.ts';
import { publishClosure, type Texts } from './publishing.ts';
import { tellSome } from './telling.ts';

const now = new Date('2026-03-04T09:00:00Z');
const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const texts = (title: string) => Object.fromEntries(locales.map((locale) => [locale, { title, body: '' }])) as Texts;
const plain: PlainAnnouncement = {
	branchId: null,
	audience: 'everybody',
	shownFrom: null,
	shownUntil: null,
	texts: texts('New software'),
};

const publish = (trx: Writing, details: Partial<PlainAnnouncement> = {}) =>
	publishAnnouncement(trx, thePortal, { ...plain, ...details }, now);
const change = (trx: Writing, id: number, details: Partial<PlainAnnouncement>, at: Date, revision = 1) =>
	changeAnnouncement(trx, thePortal, { ...plain, ...details, seen: { id, revision } }, at);
const withdraw = (trx: Writing, id: number, at: Date, revision = 1) =>
	withdrawAnnouncement(trx, thePortal, { id, revision }, at);

function find(trx: Writing, id: number) {
	return trx.selectFrom('announcement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function tellAll(trx: Writing, at: Date): Promise<void> {
	while (await tellSome(trx, at));
	await sendAll(trx);
}

async function closureAnnouncement(trx: Writing): Promise<number> {
	const extent = { branchId: null, startsAt: after(48), endsAt: after(50), unplannedBecause: null };
	const stops = { noNewTickets: true, noMessages: true, portalOff: false };
	const closure = { kind: 'maintenance', ...extent, ...stops } as const;
	await publishClosure(trx, thePortal, { closure, texts: texts('Maintenance') }, now);
	return (await trx.selectFrom('announcement').select('id').executeTakeFirstOrThrow()).id;
}

describe('an announcement that is published', () => {
	test('is shown and told from now on, until it is withdrawn', async ({ trx }) => {
		const shown = { shown_from: now, letters_at: now, shown_until: null, closure_id: null };
		expect(await find(trx, await publish(trx))).toMatchObject(shown);
	});

	test('for a later time is neither shown nor told before', async ({ trx }) => {
		const id = await publish(trx, { shownFrom: after(3) });
		expect(await find(trx, id)).toMatchObject({ shown_from: after(3), letters_at: after(3) });
	});

	test('for a time that has passed meanwhile begins now', async ({ trx }) => {
		expect(await find(trx, await publish(trx, { shownFrom: after(-1) }))).toMatchObject({ shown_from: now });
	});

	test.for([0, -1])('is refused when it would end %i hours from now', async (hours, { trx }) => {
		const over = publish(trx, { shownUntil: after(hours) });
		await expect(over).rejects.toMatchObject({ code: 'announcement-times-wrong' });
	});

	test('stands on the audit log with its words', async ({ trx }) => {
		const id = await publish(trx);
		const entries = await trx.selectFrom('audit_entry').select(['action', 'subject', 'after']).execute();
		expect(entries).toEqual([
			{
				action: 'announcement-published',
				subject: `announcement:${id}`,
				after: expect.objectContaining({ audience: 'everybody', 'title-ru': 'New software' }),
			},
		]);
	});
});

describe('an announcement that is changed', () => {
	test('is told again, in a new revision', async ({ trx }) => {
		const id = await publish(trx);
		await tellAll(trx, now);
		await change(trx, id, { texts: texts('Newer software') }, after(1));
		const again = { revision: 2, letters_at: after(1), told_at: null, told_to_account: 0, changed_at: after(1) };
		expect(await find(trx, id)).toMatchObject(again);
	});

	test('begins when it began, once it is shown', async ({ trx }) => {
		const id = await publish(trx);
		await change(trx, id, { shownFrom: after(5), shownUntil: after(9) }, after(1));
		expect(await find(trx, id)).toMatchObject({ shown_from: now, letters_at: after(1), shown_until: after(9) });
	});

	test('before it is shown may begin at another time, and is told then', async ({ trx }) => {
		const id = await publish(trx, { shownFrom: after(3) });
		await change(trx, id, { shownFrom: after(5) }, after(1));
		expect(await find(trx, id)).toMatchObject({ shown_from: after(5), letters_at: after(5) });
	});

	test('to what it is already is refused, and told to nobody again', async ({ trx }) => {
		const id = await publish(trx);
		await expect(change(trx, id, {}, after(1))).rejects.toMatchObject({ code: 'announcement-unchanged' });
		expect(await find(trx, id)).toMatchObject({ revision: 1, changed_at: now });
	});

	test('by somebody who saw an older revision is refused', async ({ trx }) => {
		const id = await publish(trx);
		await change(trx, id, { audience: 'nobody' }, after(1));
		const late = change(trx, id, { audience: 'open-tickets' }, after(2));
		await expect(late).rejects.toMatchObject({ code: 'changed-meanwhile' });
	});

	test('cannot end in the past', async ({ trx }) => {
		const id = await publish(trx);
		const ended = change(trx, id, { shownUntil: after(1) }, after(2));
		await expect(ended).rejects.toMatchObject({ code: 'announcement-times-wrong' });
	});

	test('after its end is refused', async ({ trx }) => {
		const id = await publish(trx, { shownUntil: after(2) });
		const late = change(trx, id, { shownUntil: after(9) }, after(2));
		await expect(late).rejects.toMatchObject({ code: 'announcement-over' });
	});

	test('leaves only what differs on the audit log', async ({ trx }) => {
		const id = await publish(trx);
		await change(trx, id, { audience: 'nobody' }, after(1));
		const entry = await trx
			.selectFrom('audit_entry')
			.select(['action', 'before', 'after'])
			.orderBy('id', 'desc')
			.executeTakeFirst();
		const facts = { before: { audience: 'everybody' }, after: { audience: 'nobody' } };
		expect(entry).toEqual({ action: 'announcement-changed', ...facts });
	});
});

describe('an announcement that is withdrawn', () => {
	test('is told only to those who were told of it', async ({ trx, cast }) => {
		const id = await publish(trx, { branchId: cast.branches.france });
		await tellAll(trx, now);
		await withdraw(trx, id, after(1));
		await tellAll(trx, after(1));
		expect(await lettersAbout(trx, id, 2)).toEqual([cast.slave.actor.id]);
	});

	test('before it was shown is told to nobody', async ({ trx }) => {
		const id = await publish(trx, { shownFrom: after(3) });
		await withdraw(trx, id, after(1));
		await tellAll(trx, after(4));
		expect(await lettersAbout(trx, id)).toEqual([]);
	});

	test('cannot be changed or withdrawn again', async ({ trx }) => {
		const id = await publish(trx);
		await withdraw(trx, id, after(1));
		await expect(change(trx, id, {}, after(2), 2)).rejects.toMatchObject({ code: 'announcement-over' });
		await expect(withdraw(trx, id, after(2), 2)).rejects.toMatchObject({ code: 'announcement-over' });
	});

	test('by somebody who saw an older revision stays', async ({ trx }) => {
		const id = await publish(trx);
		await change(trx, id, { audience: 'nobody' }, after(1));
		await expect(withdraw(trx, id, after(2))).rejects.toMatchObject({ code: 'changed-meanwhile' });
	});
});

test('the announcement of a closure is changed and withdrawn with the closure alone', async ({ trx }) => {
	const id = await closureAnnouncement(trx);
	await expect(change(trx, id, {}, after(1))).rejects.toMatchObject({ code: 'not-found' });
	await expect(withdraw(trx, id, after(1))).rejects.toMatchObject({ code: 'not-found' });
});

describe('a preview', () => {
	test('says from when it is shown and how many get a letter, and publishes nothing', async ({ trx, cast }) => {
		const french = { ...plain, branchId: cast.branches.france };
		expect(await previewAnnouncement(trx, french, now)).toEqual({ shownFrom: now, recipients: 1 });
		expect(await trx.selectFrom('announcement').select('id').execute()).toEqual([]);
	});

	test('of a change counts those who were told before as well', async ({ trx, cast }) => {
		const id = await publish(trx, { branchId: cast.branches.france });
		await tellAll(trx, now);
		const italian = { ...plain, branchId: cast.branches.italy, seen: { id, revision: 1 } };
		expect(await previewChange(trx, italian, after(1))).toEqual({ shownFrom: now, recipients: 3 });
		expect(await find(trx, id)).toMatchObject({ revision: 1 });
	});

	test('refuses what publishing would refuse', async ({ trx }) => {
		const over = previewAnnouncement(trx, { ...plain, shownUntil: now }, now);
		await expect(over).rejects.toMatchObject({ code: 'announcement-times-wrong' });
	});
});
