import { expect, test } from 'vitest';
import { boundsOf, filterQuery, readFilter } from './period.ts';

const read = (query: string) => readFilter(new URLSearchParams(query), '2026-11-24');

test('figures are about the last twelve months unless the address says otherwise', () => {
	expect(read('')).toEqual({ from: '2025-11-24', to: '2026-11-24', branch: '' });
	expect(read('from=2026-02-30&to=x')).toEqual(read(''));
	expect(read('from=2026-03-01&to=2026-03-31&branch=france')).toEqual({
		from: '2026-03-01',
		to: '2026-03-31',
		branch: 'france',
	});
	expect(read('from=2026-03-31&to=2026-03-01')).toMatchObject({ from: '2026-03-01', to: '2026-03-31' });
	expect(read(filterQuery(read('from=2026-03-01&to=2026-03-31')))).toEqual(read('from=2026-03-01&to=2026-03-31'));
});

test('a period begins and ends with days of the reader’s zone, the last one included', () => {
	expect(boundsOf(read('from=2026-03-29&to=2026-03-29'), 'Europe/Rome')).toEqual({
		from: new Date('2026-03-28T23:00:00Z'),
		to: new Date('2026-03-29T22:00:00Z'),
	});
});
