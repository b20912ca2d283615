import { describe, expect } from 'vitest';
import type { StaffActor } from '../identity/actor.ts';
import { test } from '../../tests/desk.ts';
import { asTechnician, authorised, completed, shown } from '../../tests/sending.ts';
import { rmaListAddress, rmaListState } from './list.ts';
import { countRmas, listRmas } from './listing.ts';
import { receive } from './receiving.ts';
import { cancelRma } from './travelling.ts';

const all = { show: 'all', find: '', after: '' } as const;

describe('the list of RMAs', () => {
	test('shows a technician what comes to his branches, by where it is', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		const [row] = (await listRmas(trx, actor, { ...all, show: 'expected' }, 'it')).rows;
		const said = { number, state: 'authorised', customerCode: 'C1001', company: 'Officina Ferri', quoteUntil: null };
		expect(row).toMatchObject({ ...said, items: [{ serial: 'KT-0001-A' }] });
		expect((await listRmas(trx, cast.technicianFrance.actor, all, 'fr')).rows).toEqual([]);
		await completed(trx, cast.master.actor, number, clock.now);
		await receive(trx, asTechnician(actor), await shown(trx, actor, number), { present: ['1'] }, clock.now);
		expect((await listRmas(trx, actor, { ...all, show: 'expected' }, 'it')).rows).toEqual([]);
		expect((await listRmas(trx, actor, { ...all, show: 'here' }, 'it')).rows).toMatchObject([{ number }]);
		expect(await countRmas(trx, actor, all)).toEqual({ expected: 0, here: 1, done: 0 });
		expect(await countRmas(trx, cast.technicianFrance.actor, all)).toEqual({ expected: 0, here: 0, done: 0 });
	});

	test('finds by the beginning of a serial number or of a customer’s code', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		for (const find of ['kt-0001', 'KT 0001 A', 'c1001', 'C10'])
			expect((await listRmas(trx, actor, { ...all, find }, 'it')).rows).toMatchObject([{ number }]);
		for (const find of ['0001', 'C1002', '%', '_T'])
			expect((await listRmas(trx, actor, { ...all, find }, 'it')).rows).toEqual([]);
		expect(await countRmas(trx, actor, { find: 'C5' })).toMatchObject({ expected: 0 });
	});

	test('goes on by pages, what waits longest first, and leaves nothing out', async ({ trx, cast, clock }) => {
		const { actor } = cast.technician;
		const numbers: number[] = [];
		for (let each = 0; each < 27; each++) {
			const number = await authorised(trx, cast, clock.pass({ minutes: 1 }));
			await cancelRma(trx, { actor, by: asTechnician(actor).by }, await shown(trx, actor, number), clock.now);
			numbers.unshift(number);
		}
		const first = await listRmas(trx, actor, { ...all, show: 'done' }, 'en');
		const second = await listRmas(trx, actor, { ...all, show: 'done', after: first.next ?? '' }, 'en');
		expect([...first.rows, ...second.rows].map(({ number }) => number)).toEqual(numbers);
		expect(second.next).toBeNull();
		expect((await listRmas(trx, actor, { ...all, after: 'tampered' }, 'en')).rows).toHaveLength(25);
	});

	test('is not for customers', async ({ trx, cast }) => {
		const customer = cast.master.actor as unknown as StaffActor;
		await expect(listRmas(trx, customer, all, 'it')).rejects.toMatchObject({ code: 'not-allowed' });
	});

	test('has its whole state in its address', () => {
		const state = rmaListState(new URLSearchParams('show=here&find= KT-1 &after=x'));
		expect(state).toEqual({ show: 'here', find: 'KT-1', after: 'x' });
		expect(rmaListAddress(state, { show: 'done' })).toBe('/desk/rma?show=done&find=KT-1');
		expect(rmaListState(new URLSearchParams('show=nonsense')).show).toBe('expected');
	});
});
