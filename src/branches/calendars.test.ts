import { expect, test } from 'vitest';
import { calendarOf } from './calendars.ts';
import type { Closure } from './closure.ts';

const monday = new Date('2026-03-02T09:30:00Z');
const branch = { id: 1, timeZone: 'Europe/Rome', hours: [{ weekday: 1, opens: '09:00', closes: '12:00' }] };
const stops = { noNewTickets: true, noMessages: true, portalOff: false };
const day = { startsAt: new Date('2026-03-01T23:00:00Z'), endsAt: new Date('2026-03-02T23:00:00Z') };
const closure: Closure = { id: 1, kind: 'company_holiday', branchId: 1, ...day, ...stops, version: 1 };

test('a calendar is another one as soon as hours, zone or closures are', () => {
	expect(calendarOf(branch, []).isOpen(monday)).toBe(true);
	expect(calendarOf(branch, [closure]).isOpen(monday)).toBe(false);
	expect(calendarOf({ ...branch, timeZone: 'America/Lima' }, []).isOpen(monday)).toBe(false);
	expect(calendarOf({ ...branch, hours: [] }, []).isOpen(monday)).toBe(false);
	expect(calendarOf(branch, []).isOpen(monday)).toBe(true);
});

test('a calendar is worked out once as long as nothing changes', () => {
	expect(calendarOf({ ...branch, hours: [...branch.hours] }, [closure])).toBe(calendarOf(branch, [closure]));
});
