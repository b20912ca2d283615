import { describe, expect } from 'vitest';
import { announce } from '../../tests/announcing.ts';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { lastChange, listCancelled, listShown } from './finding.ts';

// These ask the database's clock, which no test moves; read once, for the same hour asked twice to be the same.
const began = Date.now();
const fromNow = (hours: number) => new Date(began + hours * 3_600_000);

async function close(trx: Writing, endsAt: Date, cancelledAt: Date | null = fromNow(-1)): Promise<number> {
	const times = { starts_at: fromNow(-48), ends_at: endsAt, created_at: fromNow(-72), cancelled_at: cancelledAt };
	const { id } = await trx
		.insertInto('closure')
		.values({ kind: 'maintenance', ...times })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

describe('a cancelled closure', () => {
	test('is told as such until it would have ended, and not shown', async ({ trx }) => {
		const withdrawn = { withdrawn_at: fromNow(-1) };
		const id = await announce(trx, { closure_id: await close(trx, fromNow(2)), ...withdrawn }, fromNow(-72));
		await announce(trx, { closure_id: await close(trx, fromNow(-2)), ...withdrawn }, fromNow(-72));
		expect((await listCancelled(trx)).map((one) => one.id)).toEqual([id]);
		expect(await listShown(trx)).toEqual([]);
	});

	test('is not told when it never was shown', async ({ trx }) => {
		const times = { shown_from: fromNow(1), withdrawn_at: fromNow(-1) };
		await announce(trx, { closure_id: await close(trx, fromNow(2)), ...times }, fromNow(-72));
		expect(await listCancelled(trx)).toEqual([]);
	});

	test('is not one that stands', async ({ trx }) => {
		await announce(trx, { closure_id: await close(trx, fromNow(2), null) }, fromNow(-72));
		expect(await listCancelled(trx)).toEqual([]);
	});
});

describe('the last change of what is announced', () => {
	test('is that of somebody’s hand, or the moment at which something came to be shown or ceased to', async ({
		trx,
	}) => {
		expect(await lastChange(trx)).toBeNull();
		const id = await announce(trx, { shown_from: fromNow(-8), changed_at: fromNow(-9) }, fromNow(-10));
		const change = (details: { [name: string]: Date }) =>
			trx.updateTable('announcement').set(details).where('id', '=', id).execute();
		expect(await lastChange(trx)).toEqual(fromNow(-8));
		await change({ changed_at: fromNow(-7), shown_until: fromNow(1) });
		expect(await lastChange(trx)).toEqual(fromNow(-7));
		await change({ shown_until: fromNow(-6) });
		expect(await lastChange(trx)).toEqual(fromNow(-6));
		await change({ withdrawn_at: fromNow(-5) });
		expect(await lastChange(trx)).toEqual(fromNow(-5));
		await announce(trx, { closure_id: await close(trx, fromNow(-4)) }, fromNow(-10));
		expect(await lastChange(trx)).toEqual(fromNow(-4));
	});
});
