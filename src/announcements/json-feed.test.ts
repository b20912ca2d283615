import { expect, test } from 'vitest';
import { z } from 'zod';
import { announcement, feedOf } from '../../tests/feeds.ts';
import { writeJsonFeed } from './json-feed.ts';

// https://www.jsonfeed.org/version/1.1/, as far as it is used here; extensions begin with an underscore.
const moment = z.iso.datetime({ offset: true });
const item = z.strictObject({
	id: z.string().min(1),
	url: z.url(),
	title: z.string(),
	content_text: z.string(),
	date_published: moment,
	date_modified: moment,
	tags: z.array(z.string()).optional(),
	_closure: z
		.strictObject({ kind: z.string(), starts_at: moment, ends_at: moment, is_cancelled: z.boolean() })
		.optional(),
});
const jsonFeed = z.strictObject({
	version: z.literal('https://jsonfeed.org/version/1.1'),
	title: z.string(),
	home_page_url: z.url(),
	feed_url: z.url(),
	language: z.string(),
	authors: z.array(z.strictObject({ name: z.string(), url: z.url() })),
	items: z.array(item),
});

const read = (feed: string) => jsonFeed.parse(JSON.parse(feed));

test('the JSON Feed holds what is announced, the last change first, and a closure’s times for programs', () => {
	const words = { title: 'Cerrado', body: 'Hasta enero.' };
	const plain = announcement(words, {
		id: 8,
		closure: null,
		branchId: null,
		changedAt: new Date('2026-12-03T08:00:00Z'),
	});
	const feed = read(writeJsonFeed(feedOf({ announcements: [announcement(words), plain], locale: 'es' })));
	expect(feed.language).toBe('es');
	expect(feed.items.map(({ tags, _closure }) => [tags, _closure])).toEqual([
		[undefined, undefined],
		[
			['SAS Atelier & Fils, France'],
			{
				kind: 'company_holiday',
				starts_at: '2026-12-24T11:00:00.000Z',
				ends_at: '2027-01-02T23:00:00.000Z',
				is_cancelled: false,
			},
		],
	]);
	expect(feed.items[1]).toMatchObject({
		url: 'https://support.example.com/announcements#announcement-7',
		title: 'Cerrado',
		content_text: expect.stringContaining('\n\nHasta enero.'),
	});
});

test('a JSON Feed about nothing is one', () => {
	expect(read(writeJsonFeed(feedOf({ announcements: [] }))).items).toEqual([]);
});

test('the JSON Feed says of a closure that was announced and cancelled that it is', () => {
	const { items } = read(
		writeJsonFeed(feedOf({ announcements: [], cancelled: [announcement({ title: 'Away', body: 'Not any more' })] })),
	);
	expect(items[0]).toMatchObject({ title: 'Cancelled: Away', _closure: { is_cancelled: true } });
	expect(items[0]?.content_text).toMatch(
		/^SAS Atelier & Fils, France\nThe closure from 24 December .* is cancelled: support works as usual\.$/,
	);
});
