import { describe, expect } from 'vitest';
import { test } from './desk.ts';

describe('the desk of the tests', () => {
	test('has the cast in its database', async ({ trx, cast }) => {
		const codes = await trx.selectFrom('customer').select('code').orderBy('code').execute();
		expect(codes.map(({ code }) => code)).toEqual(['C1001', 'C2001', 'C5001']);
		expect(cast.technician.actor.branchIds).toEqual([cast.branches.italy]);
	});

	test('undoes what a test writes', async ({ trx }) => {
		await trx.deleteFrom('maker').execute();
		expect(await trx.selectFrom('maker').selectAll().execute()).toEqual([]);
	});

	test('and shows none of it to the next test', async ({ trx }) => {
		expect(await trx.selectFrom('maker').selectAll().execute()).toHaveLength(1);
	});

	test('has a clock that stands still until it is moved', ({ clock }) => {
		expect(clock.now.toISOString()).toBe('2026-10-07T08:30:00.000Z');
		expect(clock.pass({ hours: 2 }).toISOString()).toBe('2026-10-07T10:30:00.000Z');
	});
});
