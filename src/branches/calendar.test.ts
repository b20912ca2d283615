import { describe, expect, test } from 'vitest';
import { WorkingCalendar } from './calendar.ts';

const weekdays = [1, 2, 3, 4, 5];
const italy = {
	timeZone: 'Europe/Rome',
	hours: weekdays.flatMap((weekday) => [
		{ weekday, opens: '08:30', closes: '12:30' },
		{ weekday, opens: '14:00', closes: '18:00' },
	]),
};
const rome = new WorkingCalendar(italy);
const at = (text: string) => new Date(Temporal.ZonedDateTime.from(text).epochMilliseconds);

test('the working days after an instant are those on which the branch opens at all, without its closures', () => {
	const closed = {
		from: at('2026-12-08T00:00[Europe/Rome]').getTime(),
		to: at('2026-12-09T00:00[Europe/Rome]').getTime(),
	};
	const calendar = new WorkingCalendar(italy, [closed]);
	const days = calendar.workingDays(at('2026-12-04T19:00[Europe/Rome]'), at('2026-12-10T00:00[Europe/Rome]'));
	expect(days).toEqual(['2026-12-07', '2026-12-09', '2026-12-10'].map((day) => at(`${day}T00:00[Europe/Rome]`)));
});

describe('a branch at an instant', () => {
	test('is open from the minute it opens', () => {
		expect(rome.stateAt(at('2026-11-23T08:29:59[Europe/Rome]')).open).toBe(false);
		expect(rome.stateAt(at('2026-11-23T08:30[Europe/Rome]')).open).toBe(true);
	});

	test('is closed from the minute it closes, and opens again after lunch', () => {
		const noon = rome.stateAt(at('2026-11-23T12:30[Europe/Rome]'));
		expect(noon).toEqual({ open: false, until: at('2026-11-23T14:00[Europe/Rome]') });
	});

	test('opens on Monday when it is Friday evening', () => {
		const evening = rome.stateAt(at('2026-11-27T19:00[Europe/Rome]'));
		expect(evening.until).toEqual(at('2026-11-30T08:30[Europe/Rome]'));
	});

	test('keeps its wall-clock hours over both changes of the clock', () => {
		expect(rome.stateAt(at('2026-03-27T19:00[Europe/Rome]')).until).toEqual(new Date('2026-03-30T06:30:00Z'));
		expect(rome.stateAt(at('2026-10-23T19:00[Europe/Rome]')).until).toEqual(new Date('2026-10-26T07:30:00Z'));
	});

	test('without hours never opens', () => {
		expect(
			new WorkingCalendar({ timeZone: 'Europe/Rome', hours: [] }).stateAt(at('2026-11-23T10:00[Europe/Rome]')),
		).toEqual({
			open: false,
			until: null,
		});
	});
});
