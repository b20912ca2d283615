import { describe, expect, test } from 'vitest';
import { fullForm } from '../../tests/sending.ts';
import { fieldOf, formOf, isPurchaseDay, valuesOf, type AskedItem } from './form-fields.ts';
import { missingFrom, type Form } from './form.ts';

const item: AskedItem = {
	nth: 2,
	accessory: null,
	accessories: [
		{ slug: 'usb-cable', name: 'USB cable', picture: 'usb-cable' },
		{ slug: 'case', name: 'Case', picture: 'case' },
	],
};
const written = {
	purchasedOn: '2024-03-01',
	fault: 'Two\nlines',
	accessories: { 'usb-cable': 'missing', case: 'in_parcel' },
} as const;
const form: Form = { ...fullForm(), items: new Map([[2, written]]) };

describe('the fields of a form', () => {
	test('hold all that is written in it', () => {
		expect(formOf(valuesOf(form), [item])).toEqual(form);
	});

	test('take nothing for an answer that is none, and no item that is not sent', () => {
		const values = { ...valuesOf(form), 'accessory-2-case': 'perhaps', 'fault-3': 'Of another', declared: 'yes' };
		const read = formOf(values, [item]);
		expect(read.items).toEqual(new Map([[2, { ...written, accessories: { 'usb-cable': 'missing' } }]]));
		expect(read.parcel.declared).toBe(false);
	});

	test('are where what is missing is said', () => {
		expect(missingFrom(formOf({ city: 'x' }, [item]), [item]).map(fieldOf)).toEqual([
			'contact',
			'company',
			'street',
			'postcode',
			'country',
			'phone',
			'purchased-2',
			'fault-2',
			'accessory-2-usb-cable',
			'accessory-2-case',
			'declared',
		]);
	});

	test('ask no accessories of what travels alone', () => {
		expect(formOf(valuesOf(form), [{ ...item, accessory: 'case' }]).items.get(2)?.accessories).toEqual({});
	});
});

test.for([
	['', true],
	['1990-01-01', true],
	['2026-11-24', true],
	['2026-11-25', false],
	['1989-12-31', false],
	['2024-02-30', false],
	['01/03/2024', false],
	['2024-13-01', false],
] as const)('nothing is bought in the future, before 1990 or on a day that is none: %s', ([day, isOne]) => {
	expect(isPurchaseDay(day, '2026-11-24')).toBe(isOne);
});
