import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import type { gather } from '../../tests/cast.ts';
import type { Clock } from '../../tests/clock.ts';
import { test } from '../../tests/desk.ts';
import {
	asCustomer,
	asTechnician,
	auditorOf,
	authorised,
	fullForm,
	shown,
	withAccessories,
} from '../../tests/sending.ts';
import { completeForm, saveForm } from './completing.ts';
import { findRma, readArrivals } from './finding.ts';
import { receive, refuse } from './receiving.ts';

type Scene = { trx: Writing; cast: Awaited<ReturnType<typeof gather>>; clock: Clock };

/** A form that says: the cable is in the parcel, the dongle is missing, the case he never had. */
async function sentWithCable({ trx, cast, clock }: Scene): Promise<number> {
	await withAccessories(trx, 'usb-cable', 'dongle', 'case');
	const number = await authorised(trx, cast, clock.now);
	const form = fullForm();
	form.items.get(1)!.accessories = { 'usb-cable': 'in_parcel', dongle: 'missing', case: 'never_had' };
	await saveForm(trx, cast.master.actor, number, form);
	const before = await shown(trx, cast.master.actor, number);
	await completeForm(trx, asCustomer(cast.master.actor), before, clock.now);
	return number;
}

const factsOf = async (trx: Writing, number: number, step: string) =>
	(
		await trx
			.selectFrom('rma_step')
			.select('details')
			.where('rma_number', '=', number)
			.where('step', '=', step)
			.executeTakeFirstOrThrow()
	).details;

describe('receiving a parcel', () => {
	test('keeps what was found in it, of what its sender says to be there', async ({ trx, cast, clock }) => {
		const number = await sentWithCable({ trx, cast, clock });
		const { actor } = cast.technician;
		const before = await shown(trx, actor, number);
		await receive(trx, asTechnician(actor), before, { present: ['1', '1.usb-cable'] }, clock.now);
		expect(await readArrivals(trx, { number })).toEqual(
			new Map([[1, { here: true, accessories: { 'usb-cable': true } }]]),
		);
		expect(await factsOf(trx, number, 'receive')).toEqual({});
	});

	test('with something missing needs one more word, and then tells what', async ({ trx, cast, clock }) => {
		const number = await sentWithCable({ trx, cast, clock });
		const { actor } = cast.technician;
		const before = await shown(trx, actor, number);
		const found = { present: ['1'] };
		await expect(receive(trx, asTechnician(actor), before, found, clock.now)).rejects.toMatchObject({
			code: 'rma-parcel-incomplete',
		});
		await receive(trx, asTechnician(actor), before, { ...found, nevertheless: true }, clock.now);
		expect((await findRma(trx, actor, number)).state).toBe('received');
		expect(await factsOf(trx, number, 'receive')).toEqual({ missing: ['usb-cable'] });
	});

	test('with a tick for what nobody said to be in it is refused', async ({ trx, cast, clock }) => {
		const number = await sentWithCable({ trx, cast, clock });
		const { actor } = cast.technician;
		const before = await shown(trx, actor, number);
		for (const tick of ['1.dongle', '2', '1.usb-cable.'])
			await expect(
				receive(trx, asTechnician(actor), before, { present: ['1', '1.usb-cable', tick] }, clock.now),
			).rejects.toMatchObject({ code: 'form-invalid' });
	});

	test('is for technicians of its branch alone', async ({ trx, cast, clock }) => {
		const number = await sentWithCable({ trx, cast, clock });
		const before = await shown(trx, cast.technician.actor, number);
		const found = { present: ['1', '1.usb-cable'] };
		for (const [actor, code] of [
			[cast.technicianFrance.actor, 'not-found'],
			[auditorOf(cast), 'not-allowed'],
		] as const) {
			await expect(receive(trx, asTechnician(actor), before, found, clock.now)).rejects.toMatchObject({ code });
			const because = { reason: 'No form', present: [] };
			await expect(refuse(trx, asTechnician(actor), before, because, clock.now)).rejects.toMatchObject({ code });
		}
	});

	test('that a colleague received meanwhile is not received again', async ({ trx, cast, clock }) => {
		const number = await sentWithCable({ trx, cast, clock });
		const before = await shown(trx, cast.technician.actor, number);
		const found = { present: ['1', '1.usb-cable'] };
		await receive(trx, asTechnician(cast.supervisor.actor), before, found, clock.now);
		await expect(receive(trx, asTechnician(cast.technician.actor), before, found, clock.now)).rejects.toMatchObject({
			code: 'rma-elsewhere',
		});
	});
});

describe('refusing a parcel', () => {
	test('tells why, and keeps what was in it', async ({ trx, cast, clock }) => {
		const number = await sentWithCable({ trx, cast, clock });
		const { actor } = cast.technician;
		const before = await shown(trx, actor, number);
		await refuse(trx, asTechnician(actor), before, { reason: 'Manca il cavo.', present: ['1'] }, clock.now);
		expect(await factsOf(trx, number, 'refuse')).toEqual({ reason: 'Manca il cavo.', missing: ['usb-cable'] });
		expect((await readArrivals(trx, { number })).get(1)).toEqual({ here: true, accessories: { 'usb-cable': false } });
	});

	test('without a form says nothing of what was in it', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		const before = await shown(trx, actor, number);
		await expect(receive(trx, asTechnician(actor), before, { present: ['1'] }, clock.now)).rejects.toMatchObject({
			code: 'rma-elsewhere',
		});
		await refuse(trx, asTechnician(actor), before, { reason: 'Senza modulo.' }, clock.now);
		expect(await readArrivals(trx, { number })).toEqual(new Map());
	});

	test('without a reason is not possible', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		const before = await shown(trx, actor, number);
		await expect(refuse(trx, asTechnician(actor), before, { reason: '  ' }, clock.now)).rejects.toMatchObject({
			code: 'form-invalid',
		});
	});
});
