import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { readPdf } from '../../tests/pdf.ts';
import { asCustomer, authorised, completed, fullForm, shown, withAccessories } from '../../tests/sending.ts';
import { completeForm, saveForm } from './completing.ts';
import { printRma } from './printing.ts';

// The first paper waits for its thread to begin.
describe('the paper of an RMA', { timeout: 60_000 }, () => {
	test('says everything that was written in the form, and its fingerprint', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const { name, bytes } = await printRma(trx, cast.master.actor, number, clock.now);
		const { text } = await readPdf(bytes);
		const { rows } = await sql<{
			hash: string;
		}>`select encode(form_hash, 'hex') as hash from rma where number = ${number}`.execute(trx);
		const { declared: _, country: __, ...parcel } = fullForm().parcel;
		for (const written of [
			...Object.values(parcel),
			'Italia',
			'It does not power up.',
			'01/03/2024',
			'KT-0001-A',
			'Imballi bene.',
		])
			expect(text).toContain(written);
		expect(text).toContain(`Impronta del modulo ${rows[0]!.hash.slice(0, 16)}`);
		expect(name).toBe(`RMA-${number}.pdf`);
	});

	test('is in its sender’s language for the branch that receives it too', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const his = await printRma(trx, cast.master.actor, number, clock.now);
		const theirs = await printRma(trx, cast.technician.actor, number, clock.now);
		expect(theirs).toEqual(his);
	});

	test('is for nobody else, and not to be told from a missing one', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		for (const actor of [cast.stranger.actor, cast.slave.actor, cast.technicianFrance.actor])
			await expect(printRma(trx, actor, number, clock.now)).rejects.toMatchObject({ code: 'not-found' });
		await expect(printRma(trx, cast.master.actor, 799_999, clock.now)).rejects.toMatchObject({ code: 'not-found' });
	});

	test('says that it is incomplete until the form is completed, though everything is written', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await authorised(trx, cast, clock.now);
		await saveForm(trx, cast.master.actor, number, fullForm());
		const before = await readPdf((await printRma(trx, cast.master.actor, number, clock.now)).bytes);
		await completeForm(trx, asCustomer(cast.master.actor), await shown(trx, cast.master.actor, number), clock.now);
		const after = await readPdf((await printRma(trx, cast.master.actor, number, clock.now)).bytes);
		expect([before, after].map(({ text }) => text.includes('Incompleto'))).toEqual([true, false]);
		expect(before.text).not.toContain(`RMA-${number}`);
	});

	test.for(['refused', 'cancelled', 'expired'] as const)(
		'says across a completed form that it is %s, and bears no code any more',
		async (state, { trx, cast, clock }) => {
			const number = await authorised(trx, cast, clock.now);
			await completed(trx, cast.master.actor, number, clock.now);
			await trx.updateTable('rma').set({ state }).where('number', '=', number).execute();
			const { text } = await readPdf((await printRma(trx, cast.master.actor, number, clock.now)).bytes);
			expect(text).toContain({ refused: 'Respinto', cancelled: 'Annullato', expired: 'Scaduto' }[state]);
			expect(text).not.toContain(`RMA-${number}`);
		},
	);

	test('has expired with its authorisation, though nobody has written that down yet', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const later = new Date(clock.now.getTime() + 31 * 86_400_000);
		const { text } = await readPdf((await printRma(trx, cast.master.actor, number, later)).bytes);
		expect(text).toContain('Scaduto');
	});

	test('keeps the answers of a completed form though the product’s list is another today', async ({
		trx,
		cast,
		clock,
	}) => {
		await withAccessories(trx, 'usb-cable', 'dongle');
		const number = await authorised(trx, cast, clock.now);
		await saveForm(trx, cast.master.actor, number, fullForm(['usb-cable', 'dongle']));
		await completeForm(trx, asCustomer(cast.master.actor), await shown(trx, cast.master.actor, number), clock.now);
		await withAccessories(trx, 'usb-cable', 'case');
		const { text } = await readPdf((await printRma(trx, cast.master.actor, number, clock.now)).bytes);
		expect(['usb-cable', 'dongle', 'case'].map((slug) => text.includes(slug))).toEqual([true, true, false]);
	});
});
