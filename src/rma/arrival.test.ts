import { expect, test } from 'vitest';
import { lookedForIn } from './arrival.ts';
import type { Arrival, ShownItem } from './rma.ts';

const unit = (nth: number, ...slugs: string[]): ShownItem => ({
	nth,
	unitId: nth,
	accessory: null,
	product: 'k-tag',
	productName: 'K-TAG',
	serial: `KT-${nth}`,
	accessories: slugs.map((slug) => ({ slug, name: slug.toUpperCase(), picture: 'box' })),
});

test('what was missing in a parcel is told before what was there, each in the order of the form', () => {
	const arrivals = new Map<number, Arrival>([
		[1, { here: true, accessories: { case: true, cable: false, supply: true } }],
		[2, { here: false, accessories: {} }],
	]);
	const told = lookedForIn([unit(1, 'cable', 'supply', 'case'), unit(2, 'cable')], arrivals);
	expect(told.map(({ name, of, isHere }) => [name, of, isHere])).toEqual([
		['CABLE', 'K-TAG KT-1', false],
		['K-TAG KT-2', null, false],
		['K-TAG KT-1', null, true],
		['SUPPLY', 'K-TAG KT-1', true],
		['CASE', 'K-TAG KT-1', true],
	]);
});
