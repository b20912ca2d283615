import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asCustomer, authorised, shown, withAccessories } from '../../tests/sending.ts';
import { listUnderWay } from './listing-under-way.ts';
import { cancelRma } from './travelling.ts';

test('a unit says under which RMA it is, to its sender and nobody else, until that is over', async ({
	trx,
	cast,
	clock,
}) => {
	const { actor } = cast.master;
	const number = await authorised(trx, cast, clock.now);
	expect((await listUnderWay(trx, actor))(cast.units.master)).toBe(number);
	for (const other of [cast.stranger, cast.slave])
		expect((await listUnderWay(trx, other.actor))(cast.units.master)).toBe(null);
	const by = { actor, by: asCustomer(actor).by };
	await cancelRma(trx, by, await shown(trx, actor, number), clock.now);
	expect((await listUnderWay(trx, actor))(cast.units.master)).toBe(null);
});

test('a unit stays where it is while one of its accessories travels', async ({ trx, cast, clock }) => {
	await withAccessories(trx, 'usb-cable');
	await authorised(trx, cast, clock.now, { items: [{ unitId: cast.units.master.id, accessory: 'usb-cable' }] });
	expect((await listUnderWay(trx, cast.master.actor))(cast.units.master)).toBe(null);
});
