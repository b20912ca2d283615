import { expect, test } from 'vitest';
import { announcement, feedOf, hostileTexts } from '../../tests/feeds.ts';
import { writeSnippet } from './snippet.ts';

test('the script says what was written, whatever it was, and can be copied into a page', () => {
	for (const hostile of hostileTexts(500)) {
		const feed = feedOf({ announcements: [announcement({ title: hostile, body: hostile })] });
		const [, data = ''] = writeSnippet(feed).split(/\}\)\((?=\{"label")/);
		expect(data).not.toMatch(/[<\u2028\u2029]/);
		expect(JSON.parse(data.slice(0, -3)).items[0].title).toBe(feed.entries[0]?.title);
	}
});
