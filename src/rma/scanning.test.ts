import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asTechnician, auditorOf, authorised, completed, shown } from '../../tests/sending.ts';
import { receive } from './receiving.ts';
import { inspect } from './repairing.ts';
import { scan } from './scanning.ts';
import { cancelRma } from './travelling.ts';
import { thePortal } from '../audit/entry.ts';

describe('a scanned code', () => {
	test('of a completed form leads to where it is received, to the item that it names', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const { actor } = cast.technician;
		const whole = { outcome: 'receivable', number, nth: null };
		expect(await scan(trx, actor, `RMA-${number}`)).toEqual(whole);
		expect(await scan(trx, actor, `rma ${number}/1`)).toEqual({ ...whole, nth: 1 });
	});

	test('of a parcel that is here says who received it, and when', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const { actor } = cast.technician;
		await receive(trx, asTechnician(actor), await shown(trx, actor, number), { present: ['1'] }, clock.now);
		const said = { outcome: 'received', number, at: clock.now, by: cast.technician.name };
		expect(await scan(trx, actor, `RMA-${number}`)).toEqual(said);
		await inspect(trx, asTechnician(actor), await shown(trx, actor, number), clock.now);
		expect(await scan(trx, actor, `RMA-${number}`)).toEqual({ outcome: 'further', number });
	});

	test('of a form that is not complete says so, and of one that was cancelled by its sender', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		expect(await scan(trx, actor, `${number}`)).toMatchObject({ outcome: 'form-missing' });
		const { master } = cast;
		const before = await shown(trx, master.actor, number);
		await cancelRma(trx, { actor: master.actor, by: thePortal }, before, clock.now);
		expect(await scan(trx, actor, `${number}`)).toMatchObject({ outcome: 'cancelled', by: null });
	});

	test('of another branch is as unknown as one that does not exist', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		expect(await scan(trx, cast.technicianFrance.actor, `RMA-${number}`)).toEqual({ outcome: 'unknown' });
		expect(await scan(trx, cast.technicianFrance.actor, 'RMA-99999999')).toEqual({ outcome: 'unknown' });
		expect(await scan(trx, cast.technicianFrance.actor, '4006381333931-X')).toEqual({ outcome: 'not-a-code' });
	});

	test('tells an auditor nothing', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await expect(scan(trx, auditorOf(cast), `RMA-${number}`)).rejects.toMatchObject({ code: 'not-allowed' });
	});
});
