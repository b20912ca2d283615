import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asCustomer, authorised, completed, fullForm, shown, withAccessories } from '../../tests/sending.ts';
import { completeForm, keepForm, saveForm } from './completing.ts';
import { findRma, listItems, readForm } from './finding.ts';
import { emptyItem, emptyParcel, missingFrom } from './form.ts';

describe('the form', () => {
	test('is kept as far as it was written', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const half = {
			parcel: { ...emptyParcel, city: 'Nessundove' },
			items: new Map([[1, { ...emptyItem, fault: 'Рвётся связь' }]]),
		};
		await saveForm(trx, cast.master.actor, number, half);
		expect(await readForm(trx, { number })).toEqual(half);
	});

	test('stays as one window wrote it until another says that it takes over', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const customer = cast.master.actor;
		const forms = { first: fullForm(), second: { ...fullForm(), parcel: emptyParcel } };
		const write = (window: keyof typeof forms, turn: number, seen?: string) =>
			keepForm(trx, customer, { number, form: forms[window], showing: { key: window, turn, seen } }, clock.now);
		await write('first', 1, '');
		await expect(write('second', 1, '')).rejects.toMatchObject({ code: 'written-elsewhere' });
		await write('second', 2);
		expect((await readForm(trx, { number })).parcel).toEqual(emptyParcel);
		await expect(write('first', 2, '')).rejects.toMatchObject({ code: 'written-elsewhere' });
		await keepForm(trx, customer, { number, form: forms.first }, clock.now);
		expect(await readForm(trx, { number })).toEqual(forms.first);
	});

	test('names everything that is missing, in its own order', async ({ trx, cast, clock }) => {
		await withAccessories(trx, 'usb-cable', 'dongle');
		const number = await authorised(trx, cast, clock.now);
		const items = await listItems(trx, { number }, 'it');
		const written = fullForm(['usb-cable']);
		const form = { parcel: { ...written.parcel, phone: ' ', declared: false }, items: written.items };
		expect(missingFrom(form, items).map(({ what }) => what)).toEqual(['phone', 'accessory dongle', 'declared']);
	});

	test('is not completed while anything is missing', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const customer = asCustomer(cast.master.actor);
		const before = await shown(trx, cast.master.actor, number);
		await expect(completeForm(trx, customer, before, clock.now)).rejects.toMatchObject({
			code: 'rma-form-incomplete',
		});
	});

	test('never changes once it is complete, not even by whoever holds the database', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		await expect(saveForm(trx, cast.master.actor, number, fullForm())).rejects.toMatchObject({
			code: 'rma-form-complete',
		});
		for (const change of [
			sql`update rma set form = '{}' where number = ${number}`,
			sql`update rma_item set form = '{}' where rma_number = ${number}`,
			sql`update rma_item set accessories = '[{}]' where rma_number = ${number}`,
		]) {
			await sql`savepoint before_change`.execute(trx);
			await expect(change.execute(trx)).rejects.toThrow('a completed form is never changed');
			await sql`rollback to before_change`.execute(trx);
		}
	});

	test('has a hash over everything that was written in it', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const { rows } = await sql<{ same: boolean }>`
			select form_hash = rma_form_hash(number) as same from rma where number = ${number}
		`.execute(trx);
		expect(rows[0]?.same).toBe(true);
	});

	test('follows the product while it is filled, and keeps what it was asked once it is complete', async ({
		trx,
		cast,
		clock,
	}) => {
		const { actor } = cast.master;
		await withAccessories(trx, 'cable', 'dongle');
		const number = await authorised(trx, cast, clock.now);
		const asked = async () => (await listItems(trx, { number }, 'it'))[0]?.accessories.map(({ name }) => name);
		await saveForm(trx, actor, number, fullForm(['cable', 'dongle']));
		await withAccessories(trx, 'cable', 'case');
		expect(await asked()).toEqual(['cable', 'case']);
		const early = completeForm(trx, asCustomer(actor), await shown(trx, actor, number), clock.now);
		await expect(early).rejects.toMatchObject({ code: 'rma-form-incomplete', details: { count: 1 } });
		await saveForm(trx, actor, number, fullForm(['cable', 'case']));
		await completeForm(trx, asCustomer(actor), await shown(trx, actor, number), clock.now);
		await sql`update product set accessories = '[{"slug": "case", "names": {"en": "Other"}, "picture": "box"}]'`.execute(
			trx,
		);
		expect(await asked()).toEqual(['cable', 'case']);
	});

	test('is not completed under an authorisation whose days are over', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await saveForm(trx, cast.master.actor, number, fullForm());
		const { expiresAt } = await findRma(trx, cast.master.actor, number);
		const late = completeForm(
			trx,
			asCustomer(cast.master.actor),
			await shown(trx, cast.master.actor, number),
			expiresAt,
		);
		await expect(late).rejects.toMatchObject({ code: 'rma-elsewhere' });
	});

	test("is nobody else's to write", async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		for (const { actor } of [cast.slave, cast.stranger])
			await expect(saveForm(trx, actor, number, fullForm())).rejects.toMatchObject({ code: 'not-found' });
	});

	test('with a text longer than its place is refused, and says which', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const form = fullForm();
		form.items.set(1, { ...emptyItem, fault: 'x'.repeat(5001) });
		await expect(saveForm(trx, cast.master.actor, number, form)).rejects.toMatchObject({
			code: 'text-invalid',
			details: { field: 'fault' },
		});
	});
});
