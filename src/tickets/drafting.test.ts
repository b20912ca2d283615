import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { request } from '../../tests/ticketing.ts';
import type { Writing } from '../database/connection.ts';
import { emptyDraft, findDraft, keepDraft, stampOfDraft } from './drafting.ts';
import { openTicket } from './opening.ts';

const place = 'new:k-tag:KT-0001-A';

/** Two windows of one account, both shown before anything was written, and what the portal has. */
function windows(trx: Writing, accountId: number, now: Date) {
	const write = (key: string) => (subject: string, turn: number, seen?: string) =>
		keepDraft(trx, accountId, place, { fields: { subject }, attached: [], showing: { key, turn, seen } }, now);
	return {
		first: write('first-window'),
		second: write('second-window'),
		kept: async () => (await findDraft(trx, accountId, place))?.fields['subject'],
	};
}

describe('a draft that is written in two windows', () => {
	test('stays as the first wrote it until the second says that it takes over', async ({ trx, cast, clock }) => {
		const { first, second, kept } = windows(trx, cast.master.actor.id, clock.now);
		await first('Of the first', 1, '');
		await expect(second('Of the second', 1, '')).rejects.toMatchObject({ code: 'written-elsewhere' });
		expect(await kept()).toBe('Of the first');
		await second('Taken over', 2);
		await expect(first('Of the first again', 2, '')).rejects.toMatchObject({ code: 'written-elsewhere' });
		await second('Gone on', 3, '');
		expect(await kept()).toBe('Gone on');
	});

	test('goes on in the one that was shown what the other had written', async ({ trx, cast, clock }) => {
		const { first, second, kept } = windows(trx, cast.master.actor.id, clock.now);
		await first('Of the first', 1, '');
		const seen = stampOfDraft(await findDraft(trx, cast.master.actor.id, place));
		await second('Gone on', 1, seen);
		expect(await kept()).toBe('Gone on');
	});

	test('is not thrown away by the one that is empty', async ({ trx, cast, clock }) => {
		const { first, kept } = windows(trx, cast.master.actor.id, clock.now);
		await first('Of the first', 1, '');
		const showing = { key: 'second-window', turn: 1, seen: '' };
		await expect(emptyDraft(trx, cast.master.actor.id, place, showing)).rejects.toMatchObject({
			code: 'written-elsewhere',
		});
		expect(await kept()).toBe('Of the first');
		await emptyDraft(trx, cast.master.actor.id, place, { key: 'first-window', turn: 2, seen: '' });
		expect(await kept()).toBeUndefined();
	});
});

test('a save that was overtaken on its way changes nothing', async ({ trx, cast, clock }) => {
	const { first, kept } = windows(trx, cast.master.actor.id, clock.now);
	await first('Last words', 2, '');
	await expect(first('Last wor', 1, '')).rejects.toMatchObject({ code: 'written-elsewhere' });
	expect(await kept()).toBe('Last words');
});

test('a save that arrives after its form is no draft any more', async ({ trx, cast, clock }) => {
	const { first, kept } = windows(trx, cast.master.actor.id, clock.now);
	const asked = request({ product: 'k-tag', serial: 'KT-0001-A', draft: place, key: 'first-window' });
	await openTicket(trx, cast.master.actor, asked, clock.now);
	await first('Reading stops', 1, '');
	expect(await kept()).toBeUndefined();
});

test('a draft is one’s own: a stranger’s save at the same place leaves it alone', async ({ trx, cast, clock }) => {
	const { first, kept } = windows(trx, cast.master.actor.id, clock.now);
	await first('Mine', 1, '');
	const stranger = windows(trx, cast.stranger.actor.id, clock.now);
	await stranger.second('Theirs', 1, '');
	expect([await kept(), await stranger.kept()]).toEqual(['Mine', 'Theirs']);
});

test('what is longer than any message is refused, not cut', async ({ trx, cast, clock }) => {
	const { first } = windows(trx, cast.master.actor.id, clock.now);
	await expect(first('x'.repeat(200_001), 1, '')).rejects.toMatchObject({ code: 'text-invalid' });
});
