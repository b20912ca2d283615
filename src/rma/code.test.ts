import { expect, test } from 'vitest';
import { readCode, writeCode } from './code.ts';

test('a code that was printed is read again', () => {
	for (const code of [
		{ number: 10_001, nth: null },
		{ number: 10_001, nth: 2 },
		{ number: 123_456_789_012, nth: 100 },
	])
		expect(readCode(writeCode(code))).toEqual(code);
});

test('a number that is typed by hand is understood', () => {
	for (const typed of ['10001', ' rma10001 ', 'RMA 10001', '#10001', 'RMA: 10001', 'ＲＭＡ－10001'])
		expect(readCode(typed)).toEqual({ number: 10_001, nth: null });
	for (const typed of ['10001-2', '10001/2', 'rma 10001 2'])
		expect(readCode(typed)).toEqual({ number: 10_001, nth: 2 });
});

test('what another maker printed is no code of ours', () => {
	for (const foreign of [
		'',
		'RMA',
		'RMA-12',
		'4006381333931X',
		'https://maker.example/10001',
		'10001-',
		'10001-2-3',
		'KX10001',
	])
		expect(readCode(foreign)).toBeNull();
});
