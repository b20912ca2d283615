import { describe, expect, test } from 'vitest';
import { momentOf, offsetOf, wallClockOf } from './wall-clock.ts';

const rome = 'Europe/Rome';
const at = (iso: string, isDoubled = false) => ({ at: new Date(iso), isDoubled });

describe('a day and a time that somebody types', () => {
	test('are those of the zone, in winter and in summer', () => {
		expect(momentOf({ day: '2027-01-15', time: '08:30' }, rome, 'start')).toEqual(at('2027-01-15T07:30:00Z'));
		expect(momentOf({ day: '2027-07-15', time: '08:30' }, rome, 'start')).toEqual(at('2027-07-15T06:30:00Z'));
		expect(momentOf({ day: '2027-07-15', time: '08:30' }, 'Asia/Kolkata', 'end')).toEqual(at('2027-07-15T03:00:00Z'));
	});

	test('are none when the clock leaves them out', () => {
		expect(momentOf({ day: '2027-03-28', time: '02:30' }, rome, 'start')).toBe('skipped');
		expect(momentOf({ day: '2027-03-28', time: '03:00' }, rome, 'start')).toEqual(at('2027-03-28T01:00:00Z'));
	});

	test('that come twice are the first for a start and the second for an end', () => {
		const night = { day: '2027-10-31', time: '02:30' };
		expect(momentOf(night, rome, 'start')).toEqual(at('2027-10-31T00:30:00Z', true));
		expect(momentOf(night, rome, 'end')).toEqual(at('2027-10-31T01:30:00Z', true));
	});

	test('are refused when no calendar or clock has them', () => {
		for (const day of ['', '2027-02-29', '27-02-01', '1999-01-01', '2027-1-1', '+012027-01-01'])
			expect(momentOf({ day, time: '08:30' }, rome, 'start')).toBe('no-such-day');
		for (const time of ['', '24:00', '8:30', '08:60', '08:30:00'])
			expect(momentOf({ day: '2027-02-01', time }, rome, 'start')).toBe('no-such-time');
	});
});

test('a moment is shown as the clock of the zone shows it, with how far that is ahead of UTC', () => {
	const moment = new Date('2027-07-15T22:30:00Z');
	expect(wallClockOf(moment, rome)).toEqual({ day: '2027-07-16', time: '00:30' });
	expect(offsetOf(moment, rome)).toBe('UTC+02:00');
	expect(offsetOf(moment, 'America/Sao_Paulo')).toBe('UTC-03:00');
});
