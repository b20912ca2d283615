import { expect, test, vi } from 'vitest';
import {
	formatBytes,
	formatClock,
	formatDateTime,
	formatDay,
	formatDuration,
	formatNumber,
	formatPeriod,
	formatRelative,
	formatTime,
	dayInWords,
	formatWeekday,
	formatZone,
} from './format.ts';

const now = new Date('2026-11-23T09:14:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test('a moment is told in the language and the zone of the reader', () => {
	expect(formatDateTime(now, 'it', 'Europe/Rome')).toBe('23/11/2026, 10:14');
	expect(formatDateTime(now, 'ru', 'Asia/Almaty')).toBe('23.11.2026, 14:14');
	expect(formatDateTime(now, 'en-GB', 'Europe/London', 'full')).toBe('23 November 2026 at 09:14 GMT');
});

test('midnight is 00, not 24', () => {
	expect(formatDateTime(new Date('2026-11-22T23:00:00Z'), 'fr', 'Europe/Paris')).toBe('23/11/2026 00:00');
});

test('a day without time is the same day everywhere', () => {
	expect(formatDay('2027-03-12', 'es')).toBe('12/03/2027');
	expect(formatDay('2027-03-12', 'ru')).toBe('12.03.2027');
});

test('a day in a sentence is written as the language writes it, the first of a month too', () => {
	expect(dayInWords('2027-01-01', 'fr')).toEqual({ weekday: 'vendredi', date: '1er janvier 2027' });
	expect(dayInWords('2027-01-01', 'it').date).toBe('1º gennaio 2027');
	expect(dayInWords('2027-01-11', 'fr').date).toBe('11 janvier 2027');
	expect(dayInWords('2027-01-01', 'es').date).toBe('1 de enero de 2027');
});

test('a moment near today is told by the hour, another day with its weekday', () => {
	expect(formatTime(ago(-60), now, 'it', 'Europe/Rome')).toBe('11:14');
	expect(formatTime(ago(-24 * 60), now, 'en', 'Europe/Rome')).toBe('Tuesday 10:14');
});

test('a moment that a weekday would not name any more is told with its date', () => {
	expect(formatTime(ago(-5 * 24 * 60), now, 'en', 'Europe/Rome')).toBe('Saturday 10:14');
	expect(formatTime(ago(-7 * 24 * 60), now, 'en', 'Europe/Rome')).toBe('30 November at 10:14');
	expect(formatTime(ago(-7 * 24 * 60), now, 'ru', 'Europe/Rome')).toBe('30 ноября в 10:14');
});

test('a period names its zone, and what both ends share only once', () => {
	const told = (to: string, zone: string) => formatPeriod(now, new Date(to), 'en', zone).replaceAll(/\s/g, ' ');
	expect(told('2026-11-23T12:00:00Z', 'Europe/Rome')).toBe('23 Nov, 10:14–13:00 CET');
	expect(told('2026-11-24T12:00:00Z', 'Asia/Almaty')).toBe('23 Nov, 14:14 GMT+5 – 24 Nov, 17:00 GMT+5');
});

test('a period of whole days is told by its first and its last, where the reader has midnight too', () => {
	const told = (zone: string, to = '2027-01-01T23:00:00Z') =>
		formatPeriod(new Date('2026-12-23T23:00:00Z'), new Date(to), 'en', zone).replaceAll(/\s/g, ' ');
	expect(told('Europe/Rome')).toBe('Thu, 24 Dec 2026 – Fri, 1 Jan 2027');
	expect(told('Europe/Rome', '2026-12-24T23:00:00Z')).toBe('Thu 24 Dec');
	expect(told('Europe/London', '2026-12-24T23:00:00Z')).toBe('23 Dec, 23:00 GMT – 24 Dec, 23:00 GMT');
});

test('a clock, a weekday and a zone are named where the reader is', () => {
	expect(formatClock(now, 'es', 'Europe/Madrid')).toBe('10:14');
	expect(formatWeekday(now, 'it', 'Europe/Rome')).toBe('lunedì');
	expect(formatWeekday(now, 'en', 'Pacific/Auckland', 'short')).toBe('Mon');
	expect(formatZone(now, 'en', 'Europe/Rome')).toBe('Central European Time, GMT+1');
	expect(formatZone(new Date('2026-07-01T00:00:00Z'), 'fr', 'Europe/Paris')).toBe('heure d’Europe centrale, UTC+2');
});

test('how long ago is told in the largest unit that fits', () => {
	expect(formatRelative(ago(0), now, 'en')).toBe('this minute');
	expect(formatRelative(ago(59), now, 'en')).toBe('59 minutes ago');
	expect(formatRelative(ago(185), now, 'it')).toBe('3 ore fa');
	expect(formatRelative(ago(25 * 60), now, 'fr')).toBe('hier');
	expect(formatRelative(ago(-15 * 24 * 60), now, 'ru')).toBe('через 2 недели');
});

test('how long something lasted is told in hours and minutes', () => {
	const told = (minutes: number, locale: string) => formatDuration(minutes, locale).replaceAll(/\s/g, ' ');
	expect(told(0.9, 'it')).toBe('0 min');
	expect(told(5, 'fr')).toBe('5 min');
	expect(told(200, 'ru')).toBe('3 ч 20 мин');
	expect(told(120 * 60, 'es')).toBe('120 h');
});

test.each([
	[0, '0 bytes'],
	[1023, '1,023 bytes'],
	[1536, '1.5 kB'],
	[4 * 1024 * 1024, '4 MB'],
	[100 * 1024 * 1024, '100 MB'],
	[3 * 1024 ** 4, '3,072 GB'],
])('%i bytes are told as %s', (bytes, told) => {
	expect(formatBytes(bytes, 'en')).toBe(told);
});

test('counts take the separators of the language', () => {
	expect(formatNumber(100_000, 'it')).toBe('100.000');
});

test('a formatter is made once', () => {
	const made = vi.spyOn(Intl, 'DateTimeFormat');
	for (let row = 0; row < 75; row++) formatDateTime(ago(row), 'es', 'Europe/Madrid', 'full');
	expect(made).toHaveBeenCalledTimes(1);
});
