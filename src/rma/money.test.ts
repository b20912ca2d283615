import { expect, test } from 'vitest';
import { formatMoney } from '../ui/format.ts';
import { currencies, minorDigits, parseAmount, plainAmount } from './money.ts';

const locales = ['en', 'it', 'fr', 'es', 'ru'];

test.each([
	['it', '1.234,50', 123_450],
	['es', '1.234,50', 123_450],
	['en', '1,234.50', 123_450],
	['fr', '1 234,50', 123_450],
	['ru', '1\u00a0234,5', 123_450],
	['fr', '1\u202f234\u202f567,00', 123_456_700],
	['en', "12'345.05", 1_234_505],
	['it', '129', 12_900],
	['it', '-15,00', -1500],
	['en', '−15', -1500],
])('in %s an amount is read as that language writes it: %s', (locale, text, amount) => {
	expect(parseAmount(text, 'EUR', locale)).toBe(amount);
});

test.each(locales)('1234.50 and 1234,50 are the same to whoever reads in %s', (locale) => {
	expect(parseAmount('1234.50', 'EUR', locale)).toBe(123_450);
	expect(parseAmount('1234,50', 'EUR', locale)).toBe(123_450);
});

test('a point before three digits is a thousand only in languages that write it so', () => {
	expect(parseAmount('1.234', 'EUR', 'it')).toBe(123_400);
	expect(parseAmount('1,234', 'EUR', 'en')).toBe(123_400);
	expect(parseAmount('1.234', 'EUR', 'en')).toBeNull();
	expect(parseAmount('1,234', 'EUR', 'it')).toBeNull();
});

test('a currency without smaller coins takes no decimals', () => {
	expect(minorDigits('JPY')).toBe(0);
	expect(parseAmount('1234', 'JPY', 'en')).toBe(1234);
	expect(parseAmount('1234.5', 'JPY', 'en')).toBeNull();
	expect(formatMoney(1234, 'JPY', 'en')).toBe('JP¥1,234');
});

test('cents are exact, where a fraction of two would lose one', () => {
	expect(parseAmount('1.15', 'EUR', 'en')).toBe(115);
	expect(parseAmount('999999999.99', 'EUR', 'en')).toBe(99_999_999_999);
	expect(formatMoney(99_999_999_999, 'EUR', 'en')).toBe('€999,999,999.99');
	for (let cents = 0; cents < 2000; cents++)
		for (const locale of locales) expect(parseAmount(plainAmount(cents, 'EUR', locale), 'EUR', locale)).toBe(cents);
});

test.each([
	'',
	' ',
	'-',
	'.',
	',50',
	'12.',
	'1.2.3',
	'1,2,3',
	'12.345.6',
	'1.23,456.78',
	'1..5',
	'1.005,001',
	'0x10',
	'1e3',
	'1E9',
	'Infinity',
	'NaN',
	'+5',
	'--5',
	'5-',
	'5 €',
	'€5',
	'１２',
	'١٢',
	'1 2',
	'12 34',
	'1000000000',
	'9'.repeat(400),
	`${'0'.repeat(50)}1`,
	'12\n34',
	'12\u0000',
	"1' or '1'='1",
	'<b>5</b>',
])('what is no amount is not taken for one: %j', (text) => {
	for (const locale of locales) expect([locale, parseAmount(text, 'EUR', locale)]).toEqual([locale, null]);
});

test('every currency that is offered is known with its digits', () => {
	expect(currencies.map(minorDigits)).toEqual([2, 2, 2, 2, 2]);
});
