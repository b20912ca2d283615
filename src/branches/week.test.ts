import { describe, expect, test } from 'vitest';
import { WorkingCalendar } from './calendar.ts';
import { periodsOf, type Closure } from './closure.ts';
import { closuresAhead, weekOf } from './week.ts';

const at = (text: string) => new Date(Temporal.ZonedDateTime.from(text).epochMilliseconds);
const italy = { id: 1, timeZone: 'Europe/Rome' };
const split = [
	{ opens: '08:30', closes: '12:30' },
	{ opens: '14:00', closes: '18:00' },
];
const hours = [1, 2, 3, 4, 5].flatMap((weekday) => split.map((times) => ({ weekday, ...times })));

const closure = (details: Partial<Closure>): Closure => ({
	id: 1,
	kind: 'company_holiday',
	branchId: 1,
	startsAt: at('2026-11-25T13:00[Europe/Rome]'),
	endsAt: at('2026-11-25T20:00[Europe/Rome]'),
	noNewTickets: true,
	noMessages: true,
	portalOff: false,
	version: 1,
	...details,
});

function week(now: string, closures: Closure[] = [], open = hours) {
	const calendar = new WorkingCalendar({ timeZone: 'Europe/Rome', hours: open }, periodsOf(closures, italy.id));
	return weekOf({ branch: italy, calendar }, closures, at(now));
}

/** A day's hours as UTC shows them. */
const told = ({ hours }: { hours: { from: number; to: number }[] }) =>
	hours.map(({ from, to }) => [from, to].map((time) => new Date(time).toISOString().slice(11, 16)).join('–'));

describe('the week of a branch', () => {
	test('goes from Monday to Sunday, and marks the day on which it is there', () => {
		const days = week('2026-11-29T23:30[Europe/Rome]');
		expect(days.map(({ day }) => day)).toEqual([23, 24, 25, 26, 27, 28, 29].map((day) => `2026-11-${day}`));
		expect(days.filter(({ isToday }) => isToday).map(({ day }) => day)).toEqual(['2026-11-29']);
		expect(week('2026-11-30T00:15[Europe/Rome]')[0]).toMatchObject({ day: '2026-11-30', isToday: true });
	});

	test('shows a day with the hours that a closure leaves, and which closure it is', () => {
		const inventory = closure({});
		const days = week('2026-11-24T10:00[Europe/Rome]', [inventory, closure({ id: 2, branchId: 2 })]);
		expect(told(days[2]!)).toEqual(['07:30–11:30']);
		expect(days.map(({ away }) => away)).toEqual([[], [], [inventory], [], [], [], []]);
	});

	test('keeps its wall-clock hours in the weeks in which the clock changes', () => {
		const spring = week(
			'2026-03-27T10:00[Europe/Rome]',
			[],
			[...hours, { weekday: 7, opens: '02:30', closes: '04:00' }],
		);
		expect(told(spring[4]!)).toEqual(['07:30–11:30', '13:00–17:00']);
		// 02:30 does not exist: it opens when the clock shows 03:00.
		expect(told(spring[6]!)).toEqual(['01:00–02:00']);
		expect(told(week('2026-03-30T10:00[Europe/Rome]')[0]!)).toEqual(['06:30–10:30', '12:00–16:00']);
		const autumn = week('2026-10-25T10:00[Europe/Rome]', [], [{ weekday: 7, opens: '00:00', closes: '24:00' }]);
		expect((autumn[6]!.hours[0]!.to - autumn[6]!.hours[0]!.from) / 3_600_000).toBe(25);
	});

	test('cuts at midnight what goes on over it', () => {
		const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' }));
		for (const { from, to, hours } of week('2026-11-24T10:00[Europe/Rome]', [], always))
			expect(hours).toEqual([{ from, to }]);
	});
});

test('closures ahead are those of one branch that run or begin in time, and those of all by themselves', () => {
	const [now, until] = [at('2026-11-25T14:00[Europe/Rome]'), at('2027-11-25T14:00[Europe/Rome]')];
	const running = closure({});
	const over = closure({ id: 2, endsAt: now });
	const far = closure({ id: 3, startsAt: until, endsAt: at('2027-12-01T00:00[Europe/Rome]') });
	const others = closure({ id: 4, branchId: 2 });
	const maintenance = closure({ id: 5, branchId: null });
	const all = [running, over, far, others, maintenance];
	expect(closuresAhead(all, 1, now, until)).toEqual([running]);
	expect(closuresAhead(all, null, now, until)).toEqual([maintenance]);
});
