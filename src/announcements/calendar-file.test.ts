import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { announcement, feedOf, hostileTexts } from '../../tests/feeds.ts';
import { writeCalendar } from './calendar-file.ts';

// Read by ical.js, which is Thunderbird's.

const words = { title: 'Chiuso; torniamo, \\ presto', body: 'Prima riga.\nSeconda.\n\nЗакрыто.' };

function read(file: string) {
	const calendar = new ICAL.Component(ICAL.parse(file));
	const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
	return { calendar, events };
}

describe('the calendar', () => {
	test('holds each closure at its instants, with its words', () => {
		const { calendar, events } = read(writeCalendar(feedOf({ announcements: [announcement(words)], locale: 'it' })));
		expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
		// A name that this reader leaves escaped: it knows nothing of extensions.
		expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(String.raw`Announcements\; of Acme\, Ltd.`);
		expect(calendar.getFirstPropertyValue('refresh-interval')?.toString()).toBe('PT1H');
		const [event] = events;
		expect(event).toMatchObject({ summary: words.title, sequence: 2 });
		expect(event?.startDate.toJSDate().toISOString()).toBe('2026-12-24T11:00:00.000Z');
		expect(event?.endDate.toJSDate().toISOString()).toBe('2027-01-02T23:00:00.000Z');
		expect(event?.description).toMatch(/^Chiusura aziendale[^]*\n\nPrima riga\.\nSeconda\.\n\nЗакрыто\.$/);
		expect(event?.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
		expect(event?.component.getFirstPropertyValue('categories')).toBe('SAS Atelier & Fils, France');
	});

	test('keeps the name of a closure that is changed or cancelled, and says that it is', () => {
		const confirmed = read(writeCalendar(feedOf({ announcements: [announcement(words)] }))).events[0]!;
		const cancelled = read(
			writeCalendar(feedOf({ announcements: [], cancelled: [announcement(words, { revision: 3 })] })),
		).events[0]!;
		expect(cancelled.uid).toBe(confirmed.uid);
		expect(cancelled.sequence).toBeGreaterThan(confirmed.sequence);
		expect(cancelled.component.getFirstPropertyValue('status')).toBe('CANCELLED');
		expect(cancelled.summary).toBe(`Cancelled: ${words.title}`);
	});

	test('holds no announcement that is about no closure', () => {
		expect(read(writeCalendar(feedOf({ announcements: [announcement(words, { closure: null })] }))).events).toEqual(
			[],
		);
	});

	test('has lines of at most 75 octets that end in CR LF and cut no character', () => {
		const long = { title: 'Закрыто на инвентаризацию 👩‍🔧 '.repeat(8), body: 'Ждём вас снова. '.repeat(90) };
		const file = writeCalendar(feedOf({ announcements: [announcement(long)], locale: 'ru' }));
		const lines = file.split('\r\n');
		expect(lines.pop()).toBe('');
		expect(lines.filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/.test(line))).toEqual([]);
		expect(Buffer.from(file).toString()).toBe(file);
		expect(file).not.toContain('\ufffd');
		expect(read(file).events[0]?.summary).toBe(long.title);
	});

	test('says what was written, whatever it was, and holds no event that nobody planned', () => {
		for (const hostile of hostileTexts(500)) {
			const feed = feedOf({ announcements: [announcement({ title: hostile, body: hostile })] });
			const { events } = read(writeCalendar(feed));
			const [entry] = feed.entries;
			expect(events.map(({ summary, description }) => ({ summary, description }))).toEqual([
				{ summary: entry?.title, description: entry?.text },
			]);
		}
	});
});
