import { expect, test } from 'vitest';
import { addressedId } from './addressed-id.ts';

test('an id in an address is a whole number that every table can hold, or none', () => {
	expect(['7', '0', '-7', '7.5', '7x', '', '9'.repeat(16)].map((text) => addressedId(text))).toEqual([
		7,
		...Array.from({ length: 6 }, () => undefined),
	]);
});
