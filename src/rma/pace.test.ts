import { expect, test } from 'vitest';
import { WorkingCalendar } from '../branches/calendar.ts';
import { awaited, overdueSince, quoteEndsAt } from './pace.ts';
import { rmaStates } from './rma.ts';

const zone = 'Europe/Rome';
const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '18:00' }));
const at = (text: string) => new Date(Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds);
const rome = new WorkingCalendar({ timeZone: zone, hours });

test('what was received on a Friday is overdue at the same time on Tuesday', () => {
	expect(overdueSince('received', at('2026-11-20T10:00'), rome)).toEqual(at('2026-11-24T10:00'));
});

test('a day on which the branch is closed gives one day more', () => {
	const away = { from: at('2026-11-23T00:00').getTime(), to: at('2026-11-24T00:00').getTime() };
	const closed = new WorkingCalendar({ timeZone: zone, hours }, [away]);
	expect(overdueSince('received', at('2026-11-20T10:00'), closed)).toEqual(at('2026-11-25T10:00'));
});

test('five working days of inspection end a week later, over a change of the clock too', () => {
	expect(overdueSince('inspecting', at('2026-10-22T16:00'), rome)).toEqual(at('2026-10-29T16:00'));
});

test('a quote is overdue when its last day has ended where its branch is', () => {
	const ends = quoteEndsAt('2026-11-30', zone);
	expect(overdueSince('quoted', at('2026-11-20T10:00'), rome, ends)).toEqual(at('2026-12-01T00:00'));
});

test('what waits for its form, and what is over, is never overdue', () => {
	const never = rmaStates.filter((state) => overdueSince(state, at('2026-11-20T10:00'), rome) === null);
	expect(never).toEqual(['authorised', 'form_complete', 'quoted', 'closed', 'refused', 'expired', 'cancelled']);
});

test('a branch without hours leaves nothing overdue', () => {
	const never = new WorkingCalendar({ timeZone: zone, hours: [] });
	expect(overdueSince('received', at('2026-11-20T10:00'), never)).toBeNull();
});

test('a parcel under way and a quote wait for the customer, the bench for support', () => {
	expect(['in_transit', 'quoted', 'shipped_back'].map((state) => awaited(state as 'quoted'))).toEqual(
		Array(3).fill('customer'),
	);
	expect(['received', 'inspecting', 'accepted', 'declined'].map((state) => awaited(state as 'received'))).toEqual(
		Array(4).fill('support'),
	);
	expect(awaited('closed')).toBeNull();
});
