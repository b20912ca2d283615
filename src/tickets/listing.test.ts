import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import type { CastCustomer } from '../../tests/cast.ts';
import { request, words } from '../../tests/ticketing.ts';
import { answer } from './answering.ts';
import { close } from './closing.ts';
import { listAddress, listState, sortColumns } from './list.ts';
import { listTickets, rowsPerPage } from './listing.ts';
import { openTicket } from './opening.ts';

const state = (query = '') => listState(new URLSearchParams(query));

async function openSome(trx: Writing, { actor }: CastCustomer, subjects: string[], now: Date): Promise<number[]> {
	const numbers: number[] = [];
	for (const [nth, subject] of subjects.entries()) {
		const at = new Date(now.getTime() + nth * 1000);
		numbers.push(await openTicket(trx, actor, request({ product: 'k-tag', serial: 'KT-0001-A', subject }), at));
	}
	return numbers;
}

describe('the list of a customer’s tickets', () => {
	test('shows his own and never a stranger’s', async ({ trx, cast, clock }) => {
		await openSome(trx, cast.master, ['One', 'Two'], clock.now);
		expect((await listTickets(trx, cast.master.actor, state())).rows).toHaveLength(2);
		expect((await listTickets(trx, cast.stranger.actor, state())).rows).toHaveLength(0);
	});

	test('shows every row once over its pages, by each column, both ways', async ({ trx, cast, clock }) => {
		const numbers = await openSome(
			trx,
			cast.master,
			Array.from({ length: 60 }, (_, nth) => `Subject ${nth % 7}`),
			clock.now,
		);
		for (const number of numbers.slice(0, 9))
			await answer(trx, cast.technician.actor, number, words('Yes'), clock.pass({ minutes: 1 }));
		for (const number of numbers.slice(5, 20))
			await close(trx, cast.master.actor, number, '', clock.pass({ minutes: 1 }));
		for (const column of sortColumns) {
			for (const sort of [column, `-${column}`]) {
				const seen = await everyPage(trx, cast.master, `sort=${sort}`);
				expect(
					[...seen].sort((a, b) => a - b),
					sort,
				).toEqual(numbers);
			}
		}
	});

	test('sorts by number both ways', async ({ trx, cast, clock }) => {
		const numbers = await openSome(trx, cast.master, Array.from({ length: 30 }, String), clock.now);
		expect(await everyPage(trx, cast.master, 'sort=number')).toEqual(numbers);
		expect(await everyPage(trx, cast.master, 'sort=-number')).toEqual(numbers.toReversed());
	});

	test('finds a number by its beginning, and nothing else by a wildcard', async ({ trx, cast, clock }) => {
		const [first = 0] = await openSome(trx, cast.master, ['One', 'Two'], clock.now);
		const found = async (number: string) =>
			(await listTickets(trx, cast.master.actor, { ...state(), number })).rows.map((row) => row.number);
		expect(await found(String(first))).toEqual([first]);
		expect(await found(`#${first}`)).toEqual([first]);
		expect((await found(String(first).slice(0, 2))).length).toBe(2);
		expect(await found('%')).toEqual([]);
		expect(await found('_')).toEqual([]);
	});

	test('finds a serial number with or without separators, in any case', async ({ trx, cast, clock }) => {
		await openSome(trx, cast.master, ['One'], clock.now);
		const found = async (serial: string) =>
			(await listTickets(trx, cast.master.actor, { ...state(), serial })).rows.length;
		expect([
			await found('KT-0001-A'),
			await found('kt0001a'),
			await found('KT 00'),
			await found('KS'),
			await found('--'),
		]).toEqual([1, 1, 1, 0, 0]);
	});

	test('finds a part of the subject, blind to case and accents, in Latin and Cyrillic', async ({
		trx,
		cast,
		clock,
	}) => {
		await openSome(trx, cast.master, ['Vérification de l’étalonnage', 'Ошибка чтения ЭБУ', '100 % écrit'], clock.now);
		const found = async (subject: string) =>
			(await listTickets(trx, cast.master.actor, { ...state(), subject })).rows.length;
		expect([
			await found('ETALON'),
			await found('эбу'),
			await found('ошибка ЧТЕНИЯ'),
			await found('%'),
			await found('_'),
		]).toEqual([1, 1, 1, 1, 0]);
	});

	test('counts what each filter would show', async ({ trx, cast, clock }) => {
		const [first = 0] = await openSome(trx, cast.master, ['One', 'Two', 'Three'], clock.now);
		await close(trx, cast.master.actor, first, '', clock.now);
		expect((await listTickets(trx, cast.master.actor, state())).counts).toEqual({ open: 2, closed: 1, all: 3 });
		const nothing = { ...state(), subject: 'nothing like this' };
		expect((await listTickets(trx, cast.master.actor, nothing)).counts).toEqual({ open: 0, closed: 0, all: 0 });
		expect((await listTickets(trx, cast.master.actor, state('status=closed'))).rows).toHaveLength(1);
	});

	test('marks what support wrote and he has not read', async ({ trx, cast, clock }) => {
		const [first = 0] = await openSome(trx, cast.master, ['One', 'Two'], clock.now);
		await answer(trx, cast.technician.actor, first, words('Yes'), clock.now);
		const { rows } = await listTickets(trx, cast.master.actor, state('sort=number'));
		expect(rows.map((row) => row.unread)).toEqual([true, false]);
	});

	test('a cursor that was tampered with begins at the first page', async ({ trx, cast, clock }) => {
		await openSome(trx, cast.master, ['One', 'Two'], clock.now);
		const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
		for (const sort of ['-number', 'opened', 'subject', 'status']) {
			for (const after of [
				'x',
				forged(['drop', 1]),
				forged(['1', '1']),
				forged(['2026-99-99 00:00:00+00', 1]),
				forged([null, 1]),
			]) {
				const { rows } = await listTickets(trx, cast.master.actor, { ...state(`sort=${sort}`), after });
				expect(rows.length, `${sort} ${after}`).toBeGreaterThanOrEqual(sort === 'subject' ? 0 : 2);
			}
		}
	});
});

describe('the state of the list', () => {
	test('survives the way through its address', () => {
		const query = 'status=open&number=10&serial=K2&subject=%C3%A9tat&sort=-subject&after=abc';
		expect(listAddress(state(query))).toBe(
			'/tickets?status=open&number=10&serial=K2&subject=%C3%A9tat&sort=-subject',
		);
		expect(listAddress(state(query), { after: 'abc' })).toContain('after=abc');
	});

	test('takes what it does not understand for the default', () => {
		expect(state('status=deleted&sort=password')).toMatchObject({
			status: 'all',
			sort: { column: 'number', descending: true },
		});
	});
});

async function everyPage(trx: Writing, { actor }: CastCustomer, query: string): Promise<number[]> {
	const seen: number[] = [];
	let after = '';
	do {
		const page = await listTickets(trx, actor, { ...state(query), after });
		expect(page.rows.length).toBeLessThanOrEqual(rowsPerPage);
		seen.push(...page.rows.map((row) => row.number));
		after = page.next ?? '';
	} while (after);
	return seen;
}
