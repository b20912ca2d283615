import { describe, expect } from 'vitest';
import { announce } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { findAnnouncement, listAnnouncements } from './overseeing.ts';

const hour = 3_600_000;
const current = { past: false, before: null };
const past = { past: true, before: null };

async function announceAll(trx: Writing, now: Date) {
	const at = (hours: number) => new Date(now.getTime() + hours * hour);
	return {
		over: await announce(trx, { shown_until: now }, at(-2)),
		withdrawn: await announce(trx, { withdrawn_at: now }, at(-2)),
		coming: await announce(trx, { shown_from: at(1) }, now),
		ending: await announce(trx, { shown_until: at(1) }, now),
		open: await announce(trx, {}, now),
	};
}

describe('the administration sees of announcements', () => {
	test('what is shown and what is to come, the newest first', async ({ trx, cast, clock }) => {
		const ids = await announceAll(trx, clock.now);
		const { rows } = await listAnnouncements(trx, cast.administrator.actor, current, clock.now);
		const seen = rows.map(({ id, state }) => [id, state]);
		expect(seen).toEqual([
			[ids.open, 'shown'],
			[ids.ending, 'shown'],
			[ids.coming, 'coming'],
		]);
	});

	test('apart from them what is over or was withdrawn', async ({ trx, cast, clock }) => {
		const ids = await announceAll(trx, clock.now);
		const { rows } = await listAnnouncements(trx, cast.administrator.actor, past, clock.now);
		const seen = rows.map(({ id, state }) => [id, state]);
		expect(seen).toEqual([
			[ids.withdrawn, 'withdrawn'],
			[ids.over, 'over'],
		]);
	});

	test('page after page, each of them once', async ({ trx, cast, clock }) => {
		const all: number[] = [];
		for (let nth = 0; nth < 30; nth++) all.push(await announce(trx, {}, clock.now));
		const first = await listAnnouncements(trx, cast.administrator.actor, current, clock.now);
		const second = await listAnnouncements(
			trx,
			cast.administrator.actor,
			{ ...current, before: first.next },
			clock.now,
		);
		expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(all.toReversed());
		expect([first.rows.length, second.next]).toEqual([25, null]);
	});

	test('one with its words in every language', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		const found = await findAnnouncement(trx, cast.administrator.actor, id, clock.now);
		expect(found).toMatchObject({ id, state: 'shown', texts: { ru: { title: 'Title in ru' } } });
	});

	test('nothing, where somebody is not there to inspect', async ({ trx, cast, clock }) => {
		const id = await announce(trx, {}, clock.now);
		for (const { actor } of [cast.technician, cast.supervisor]) {
			const listed = listAnnouncements(trx, actor, current, clock.now);
			await expect(listed).rejects.toMatchObject({ code: 'not-allowed' });
			await expect(findAnnouncement(trx, actor, id, clock.now)).rejects.toMatchObject({ code: 'not-allowed' });
		}
	});
});

test('a missing announcement and one of a closure are not found among those without', async ({ trx, cast, clock }) => {
	const times = { starts_at: clock.now, ends_at: new Date(clock.now.getTime() + hour) };
	const { id: closure } = await trx
		.insertInto('closure')
		.values({ kind: 'maintenance', created_at: clock.now, ...times })
		.returning('id')
		.executeTakeFirstOrThrow();
	const id = await announce(trx, { closure_id: closure }, clock.now);
	for (const wanted of [id, 799_999]) {
		const found = findAnnouncement(trx, cast.administrator.actor, wanted, clock.now);
		await expect(found).rejects.toMatchObject({ code: 'not-found' });
	}
});
