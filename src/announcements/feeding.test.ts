import { expect, test } from 'vitest';
import { announcement, feedOf, hostileTexts, paris } from '../../tests/feeds.ts';
import { locales } from '../identity/account.ts';
import { feedEntry } from './feeding.ts';

const words = { title: 'We are away', body: 'First.\n\nSecond.' };

function only(...[given, details]: Parameters<typeof announcement>) {
	return feedOf({ announcements: [announcement(given, details)] }).entries[0]!;
}

test('what is announced begins with what is closed, where, and when by the clock of that branch', () => {
	expect(only(words).text).toBe(
		[
			'Company holiday\nSAS Atelier & Fils, France',
			'24 December 2026 at 12:00 CET – 3 January 2027 at 00:00 CET\n\nFirst.\n\nSecond.',
		].join('\n'),
	);
	expect(only(words, { closure: null, branchId: null }).text).toBe('First.\n\nSecond.');
});

test('an announcement is the same one in every language, changed or not, at whatever address the portal is', () => {
	const one = announcement(words);
	const uuids = locales.map((locale) => feedOf({ announcements: [one], locale }).entries[0]!.uuid);
	const moved = feedEntry(
		{ ...one, revision: 9, changedAt: new Date() },
		{ locale: 'ru', pageUrl: 'https://new.example/announcements', branches: [paris] },
	);
	expect(new Set([...uuids, moved.uuid]).size).toBe(1);
	expect(moved.uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
	expect(only(words, { id: 8 }).uuid).not.toBe(moved.uuid);
});

test('what neither XML nor a calendar can hold is left out of an announcement, and nothing else', () => {
	const { title, text } = only(
		{ title: 'A\0B\u{1f527}\u2028Ж\t', body: 'one\r\ntwo\rthree\ud800\ufffe' },
		{ closure: null },
	);
	expect([title, text.split('\n\n')[1]]).toEqual(['AB\u{1f527}\u2028Ж\t', 'one\ntwo\nthree\ufffd']);
	// https://www.w3.org/TR/xml/#charsets, without what it discourages.
	const character = /^[\t\n -~\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
	for (const hostile of hostileTexts(500)) expect(only({ title: hostile, body: hostile }).text).toMatch(character);
});
