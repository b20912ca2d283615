import { describe, expect, test } from 'vitest';
import type { Closure, ClosureKind } from '../branches/closure.ts';
import { locales } from '../identity/account.ts';
import { Clock } from '../../tests/clock.ts';
import type { Announcement } from './announcement.ts';
import { bannersFor, toneOf } from './banner.ts';

const texts = Object.fromEntries(
	locales.map((locale) => [locale, { title: locale, body: '' }]),
) as Announcement['texts'];
const start = new Clock().now;
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const days = (count: number) => count * 24;

let made = 0;
const announcement = (details: Partial<Announcement> = {}): Announcement => ({
	id: (made += 1),
	branchId: null,
	closure: null,
	texts,
	audience: 'nobody',
	shownFrom: start,
	shownUntil: null,
	revision: 1,
	publishedAt: start,
	changedAt: start,
	...details,
});

/** Of a closure that starts so many hours from now, and lasts for two. */
const closing = (hours: number, kind: ClosureKind = 'maintenance', branchId: number | null = null) => {
	const closure = { id: made, kind, branchId, startsAt: after(hours), endsAt: after(hours + 2) } as Closure;
	return announcement({ closure, branchId, shownUntil: closure.endsAt });
};

const shown = (announcements: Announcement[], branchIds: number[] | null = [1], now = start) =>
	bannersFor(announcements, { branchIds }, now);

describe('above every page stands', () => {
	test.each([
		['maintenance', 14],
		['company_holiday', 14],
		['public_holiday', 7],
	] as const)('a %s from %i days before it starts until it is over', (kind, ahead) => {
		const coming = closing(days(20), kind, kind === 'maintenance' ? null : 1);
		expect(shown([coming], [1], after(days(20 - ahead) - 0.1))).toEqual([]);
		expect(shown([coming], [1], after(days(20 - ahead)))).toEqual([coming]);
		expect(shown([coming], [1], after(days(20) + 1.9))).toEqual([coming]);
		expect(shown([coming], [1], after(days(20) + 2))).toEqual([]);
	});

	test('an announcement about no closure for as long as it is shown', () => {
		const news = announcement({ shownFrom: after(1), shownUntil: after(3) });
		expect(shown([news], [1], after(0.9))).toEqual([]);
		expect(shown([news], [1], after(1))).toEqual([news]);
		expect(shown([news], [1], after(3))).toEqual([]);
	});

	test('what concerns the customer’s branch or all of them; before a visitor, what concerns any', () => {
		const [own, others, every] = [closing(1, 'company_holiday', 1), closing(2, 'company_holiday', 2), closing(3)];
		expect(shown([own, others, every])).toEqual([own, every]);
		expect(shown([own, others, every], null)).toEqual([own, others, every]);
	});

	test('what runs first, then what comes next, then the newest of what is about no time', () => {
		const [old, fresh] = [announcement({ publishedAt: after(-5) }), announcement({ publishedAt: after(-1) })];
		const [later, soon, running] = [closing(30), closing(3), closing(-1)];
		expect(shown([old, later, fresh, running, soon])).toEqual([running, soon, later, fresh, old]);
	});
});

test('a closure is a warning while it runs, and news before', () => {
	const coming = closing(1);
	expect(toneOf(coming, after(0.9))).toBe('info');
	expect(toneOf(coming, after(1))).toBe('warning');
	expect(toneOf(announcement(), start)).toBe('info');
});
