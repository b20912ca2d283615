import { describe, expect, test } from 'vitest';
import { gatherDays, readIntervals, writeIntervals, type Interval } from './office-hours.ts';

const office = [
	{ opens: '08:30', closes: '12:30' },
	{ opens: '14:00', closes: '18:00' },
];

describe('hours as somebody types them', () => {
	test.each([
		'08:30–12:30, 14:00–18:00',
		'8.30-12.30;14-18',
		'8:30 to 12:30 14:00 to 18:00',
		'8h30 à 12h30, 14h à 18h',
		'14:00 — 18:00 , 8:30 − 12:30,',
		'8.30 alle 12.30 14 alle 18',
		'8:30 до 12:30, 14 по 18',
	])('are read: %s', (text) => {
		expect(readIntervals(text)).toEqual(office);
	});

	test('are none on a day without work', () => {
		expect(readIntervals('  ')).toEqual([]);
	});

	test('may last until midnight and begin there', () => {
		expect(readIntervals('0-24')).toEqual([{ opens: '00:00', closes: '24:00' }]);
	});

	test.each([
		['8:30', 'not-an-interval', '8:30'],
		['8:30-12:30-14', 'not-an-interval', '8:30-12:30-14'],
		['closed', 'not-an-interval', 'closed'],
		['8:60-12', 'not-a-time', '8:60'],
		['8-25', 'not-a-time', '25'],
		['24:00-24:00', 'not-a-time', '24:00'],
		['8 am-12', 'not-a-time', '8 am'],
		['22-2', 'ends-first', '22:00–02:00'],
		['9-9', 'ends-first', '09:00–09:00'],
		['14-18, 8-14:30', 'overlap', '08:00–14:30, 14:00–18:00'],
		['8-12, 8-12', 'overlap', '08:00–12:00, 08:00–12:00'],
		['12-18, 8-12', 'touch', '08:00–12:00, 12:00–18:00'],
	])('are refused with what is wrong: %s', (text, problem, what) => {
		expect(readIntervals(text)).toEqual({ problem, what });
	});

	test('are what was written, whatever stands between them', () => {
		const next = chance(4);
		const pick = <One>(from: readonly One[]) => from[Math.floor(next() * from.length)]!;
		for (let round = 0; round < 5000; round++) {
			const intervals = someIntervals(next);
			const typed = shuffled(intervals, next)
				.map(({ opens, closes }) => asTyped(opens, pick) + pick(['-', '–', ' - ', ' to ']) + asTyped(closes, pick))
				.join(pick([',', ', ', '; ', ' ']));
			expect([typed, readIntervals(typed)]).toEqual([typed, intervals]);
			expect(readIntervals(writeIntervals(intervals))).toEqual(intervals);
		}
	});

	test('are apart and in order, or refused, whatever was typed', () => {
		const next = chance(5);
		for (let round = 0; round < 20_000; round++) {
			const typed = Array.from(
				{ length: 1 + next() * 14 },
				() => [...'0124589:.-–, hto'][Math.floor(next() * 16)],
			).join('');
			const read = readIntervals(typed);
			if ('problem' in read) continue;
			const times = read.flatMap(({ opens, closes }) => [opens, closes]);
			expect([typed, times]).toEqual([typed, [...new Set(times)].sort()]);
			for (const time of times) expect(time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);
		}
	});
});

test('days with the same hours that follow each other are said as one', () => {
	const on = (weekdays: number[], opens: string) => weekdays.map((weekday) => ({ weekday, opens, closes: '18:00' }));
	expect(gatherDays([...on([7, 5, 1, 2], '08:00'), ...on([4], '09:00')])).toEqual([
		{ first: 1, last: 2, hours: '08:00–18:00' },
		{ first: 4, last: 4, hours: '09:00–18:00' },
		{ first: 5, last: 5, hours: '08:00–18:00' },
		{ first: 7, last: 7, hours: '08:00–18:00' },
	]);
});

// A fixed sequence: a failure can be seen again.
function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

function someIntervals(next: () => number): Interval[] {
	const minutes = [...new Set(Array.from({ length: 2 * Math.ceil(next() * 4) }, () => Math.floor(next() * 1441)))];
	const times = minutes.sort((a, b) => a - b).map(timeAt);
	return Array.from({ length: Math.floor(times.length / 2) }, (_, at) => ({
		opens: times[2 * at]!,
		closes: times[2 * at + 1]!,
	}));
}

function timeAt(minute: number): string {
	return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function asTyped(time: string, pick: <One>(from: readonly One[]) => One): string {
	const [hour = '', minute = ''] = time.split(':');
	const short = minute === '00' ? [String(Number(hour)), `${Number(hour)}h`] : [];
	return pick([time, `${Number(hour)}.${minute}`, `${hour}h${minute}`, ...short]);
}

function shuffled<One>(all: One[], next: () => number): One[] {
	return all
		.map((one) => [next(), one] as const)
		.sort(([a], [b]) => a - b)
		.map(([, one]) => one);
}
