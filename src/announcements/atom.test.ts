import { parseAtomFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { announcement, feedOf, hostileTexts } from '../../tests/feeds.ts';
import { writeAtom } from './atom.ts';

const words = { title: 'Fermé <b>& plus</b>', body: 'Un ]]> deux.\n\nTrois.' };
const older = announcement({ title: 'Older', body: '' }, { id: 6, changedAt: new Date('2026-12-02T08:00:00Z') });

describe('the Atom feed', () => {
	test('says who tells what, when it was told and changed, and where to read it', () => {
		const feed = parseAtomFeed(writeAtom(feedOf({ announcements: [announcement(words)], locale: 'fr' })));
		expect(feed).toMatchObject({
			id: 'https://support.example.com/announcements.atom?lang=en&branch=france',
			title: { value: 'Announcements; of Acme, Ltd.' },
			updated: '2026-12-02T09:30:15.250Z',
			authors: [{ name: 'Acme & Söhne' }],
		});
		expect(feed.links?.map(({ rel }) => rel)).toEqual(['self', 'alternate']);
		expect(feed.entries?.[0]).toMatchObject({
			id: expect.stringMatching(/^urn:uuid:/),
			title: { value: words.title },
			published: '2026-12-01T08:00:00.000Z',
			updated: '2026-12-02T09:30:15.250Z',
			links: [{ href: 'https://support.example.com/announcements#announcement-7', rel: 'alternate' }],
			categories: [{ term: 'france', label: 'SAS Atelier & Fils, France' }],
			content: {
				type: 'text',
				value: expect.stringMatching(/24 décembre 2026[^]*\n\nUn \]\]> deux\.\n\nTrois\.$/),
			},
		});
	});

	test('begins with what changed last', () => {
		const feed = parseAtomFeed(writeAtom(feedOf({ announcements: [older, announcement(words)] })));
		expect(feed.entries?.map(({ title }) => title?.value)).toEqual([words.title, 'Older']);
	});

	test('is one when nothing was ever announced', () => {
		expect(parseAtomFeed(writeAtom(feedOf({ announcements: [] }))).title?.value).toBe('Announcements; of Acme, Ltd.');
	});

	test('says what was written, whatever it was', () => {
		for (const hostile of hostileTexts(500)) {
			const feed = feedOf({ announcements: [announcement({ title: hostile, body: hostile })] });
			const [told] = parseAtomFeed(writeAtom(feed)).entries ?? [];
			expect([told?.title?.value, told?.content?.value]).toEqual([feed.entries[0]?.title, feed.entries[0]?.text]);
		}
	});
});
