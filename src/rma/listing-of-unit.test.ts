import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { asTechnician, authorised, completed, shown, withAccessories } from '../../tests/sending.ts';
import { countRmasElsewhere, listRmasOfUnit } from './listing-of-unit.ts';
import { receive } from './receiving.ts';
import { inspect, repair } from './repairing.ts';

const whole = { behind: null, limit: 100 };

test('the story of a unit has its RMAs with where they are, warranty, cause and who took each step', async ({
	trx,
	cast,
	clock,
}) => {
	const { technician, master, units } = cast;
	const number = await authorised(trx, cast, clock.now);
	await completed(trx, master.actor, number, clock.pass({ hours: 1 }));
	const desk = asTechnician(technician.actor);
	const before = () => shown(trx, technician.actor, number);
	await receive(trx, desk, await before(), { present: ['1'] }, clock.pass({ hours: 1 }));
	await inspect(trx, desk, await before(), clock.pass({ hours: 1 }));
	await repair(trx, desk, await before(), 'connector', clock.pass({ hours: 1 }));
	const [rma] = await listRmasOfUnit(trx, technician.actor, { unitId: units.master.id, locale: 'en' }, whole);
	expect(rma).toMatchObject({ number, state: 'repaired', inWarranty: true, cause: 'connector', accessories: [] });
	expect(rma?.steps.map(({ step }) => step)).toEqual(['authorise', 'complete', 'receive', 'inspect', 'repair']);
	expect(rma?.steps.at(-1)).toEqual({ step: 'repair', by: technician.name, at: clock.now });
});

test('an accessory that travels alone is told by its name in the reader’s language', async ({ trx, cast, clock }) => {
	await withAccessories(trx, 'cable');
	const unitId = cast.units.master.id;
	await authorised(trx, cast, clock.now, { items: [{ unitId, accessory: 'cable' }] });
	const named = async (locale: 'en' | 'it') =>
		(await listRmasOfUnit(trx, cast.technician.actor, { unitId, locale }, whole))[0]?.accessories;
	expect([await named('en'), await named('it')]).toEqual([['CABLE'], ['cable']]);
});

test('RMAs of other branches are a number at the desk, and to other customers there are none', async ({
	trx,
	cast,
	clock,
}) => {
	const unitId = cast.units.master.id;
	await authorised(trx, cast, clock.now);
	const list = (actor: Parameters<typeof listRmasOfUnit>[1]) =>
		listRmasOfUnit(trx, actor, { unitId, locale: 'en' }, whole);
	expect(await list(cast.master.actor)).toHaveLength(1);
	for (const actor of [cast.technicianFrance.actor, cast.slave.actor, cast.stranger.actor])
		expect(await list(actor)).toEqual([]);
	expect(await countRmasElsewhere(trx, cast.technicianFrance.actor, unitId)).toBe(1);
	expect(await countRmasElsewhere(trx, cast.technician.actor, unitId)).toBe(0);
});
