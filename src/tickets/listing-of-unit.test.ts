import { expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import { transferUnit } from '../units/transferring.ts';
import { countTicketsElsewhere, listTicketsOfUnit } from './listing-of-unit.ts';

const whole = { behind: null, limit: 100 };

test('of the tickets about a unit staff read those of their branches, and of the others how many there are', async ({
	trx,
	cast,
	clock,
}) => {
	const { id } = cast.units.slave;
	const french = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
	await transferUnit(trx, thePortal, id, { to: cast.stranger.actor.id, keepMaster: false }, clock.now);
	const italian = await open(trx, cast.stranger.actor, cast.units.slave, clock.pass({ days: 1 }));

	const read = async (actor: Parameters<typeof listTicketsOfUnit>[1]) =>
		(await listTicketsOfUnit(trx, actor, id, whole)).map(({ number }) => number);
	expect(await read(cast.technician.actor)).toEqual([italian]);
	expect(await read(cast.technicianFrance.actor)).toEqual([french]);
	expect(await read(cast.administrator.actor)).toEqual([italian, french]);
	expect(await countTicketsElsewhere(trx, cast.technician.actor, id)).toBe(1);
	expect(await countTicketsElsewhere(trx, cast.administrator.actor, id)).toBe(0);
});

test('an owner reads the tickets about his unit that are his to read, and no former owner’s', async ({
	trx,
	cast,
	clock,
}) => {
	const { id } = cast.units.slave;
	const former = await open(trx, cast.slave.actor, cast.units.slave, clock.now);
	await transferUnit(trx, thePortal, id, { to: cast.stranger.actor.id, keepMaster: false }, clock.now);
	const own = await open(trx, cast.stranger.actor, cast.units.slave, clock.pass({ days: 1 }));
	expect(await listTicketsOfUnit(trx, cast.stranger.actor, id, whole)).toMatchObject([
		{ number: own, by: { code: cast.stranger.code } },
	]);
	expect(await listTicketsOfUnit(trx, cast.slave.actor, id, whole)).toMatchObject([{ number: former }]);
	expect(await listTicketsOfUnit(trx, cast.master.actor, id, whole)).toEqual([]);
});
