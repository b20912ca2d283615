import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import { test } from '../../tests/desk.ts';
import { asTechnician, authorised, request, withAccessories } from '../../tests/sending.ts';
import { open } from '../../tests/ticketing.ts';
import { replaceUnit } from '../units/replacing.ts';
import { authorise } from './authorising.ts';
import { instructionsFor } from './proposal.ts';
import { listDestinations, proposeItems, proposedAtOnce } from './proposing.ts';

const looking = { search: '', chosen: [], locale: 'it' as const };

const registerMany = (customerId: number, count: number) => sql`
	insert into unit (product, serial, customer_id)
	select 'k-tag', 'KT-' || to_char(n, 'FM1000'), ${customerId} from generate_series(1, ${count}) as n`;

describe('what may be authorised on a ticket', () => {
	test('are the units of its holder with what belongs to them, in the language of whoever reads', async ({
		trx,
		cast,
		clock,
	}) => {
		await withAccessories(trx, 'usb-cable');
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const { units, more } = await proposeItems(trx, cast.technician.actor, number, looking);
		expect(more).toBe(false);
		expect(units).toMatchObject([
			{
				serial: 'KT-0001-A',
				isOfTicket: true,
				underWay: null,
				accessories: [{ slug: 'usb-cable', name: 'usb-cable', underWay: null }],
			},
		]);
	});

	test('are the units of the Slave when his Master asked about one', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.slave, clock.now);
		const { units } = await proposeItems(trx, cast.supervisor.actor, number, looking);
		expect(units.map(({ serial }) => serial)).toEqual(['KS-0002-B']);
	});

	test('is nothing to a technician of another branch', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await expect(proposeItems(trx, cast.technicianFrance.actor, number, looking)).rejects.toMatchObject({
			code: 'not-found',
		});
	});

	test('says what is on its way already, and whether that may be opened', async ({ trx, cast, clock }) => {
		await withAccessories(trx, 'usb-cable', 'case');
		const first = await authorised(trx, cast, clock.now, { branchId: cast.branches.france });
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		const items = [{ unitId: cast.units.master.id, accessory: 'case' }];
		const asked = request(cast, number, { items });
		const second = await authorise(trx, asTechnician(cast.technician.actor), asked, clock.now);
		const { units } = await proposeItems(trx, cast.technician.actor, number, looking);
		expect(units).toMatchObject([
			{
				underWay: { number: first, mayOpen: false },
				accessories: [
					{ slug: 'usb-cable', underWay: null },
					{ slug: 'case', underWay: { number: second, mayOpen: true } },
				],
			},
		]);
	});

	test('is no unit that another one has replaced', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await replaceUnit(trx, thePortal, cast.units.master.id, 'KT-0009-Z', clock.now);
		const { units } = await proposeItems(trx, cast.technician.actor, number, looking);
		expect(units).toMatchObject([{ serial: 'KT-0009-Z', isOfTicket: false }]);
	});

	test('begins with the unit of the ticket and what is chosen, and of three hundred shows the first', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await registerMany(cast.master.actor.id, 300).execute(trx);
		const last = await trx.selectFrom('unit').select('id').where('serial', '=', 'KT-1300').executeTakeFirstOrThrow();
		const chosen = { ...looking, chosen: [last.id] };
		const { units, more } = await proposeItems(trx, cast.technician.actor, number, chosen);
		expect(more).toBe(true);
		expect(units.map(({ serial }) => serial).slice(0, 3)).toEqual(['KT-0001-A', 'KT-1300', 'KT-1001']);
		expect(units).toHaveLength(2 + proposedAtOnce);
	});

	test('is found by a part of its serial number, with or without separators', async ({ trx, cast, clock }) => {
		const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
		await registerMany(cast.master.actor.id, 300).execute(trx);
		for (const search of ['kt-1277', 't1277', '1277']) {
			const { units, more } = await proposeItems(trx, cast.technician.actor, number, { ...looking, search });
			expect(units.map(({ serial }) => serial)).toEqual(['KT-0001-A', 'KT-1277']);
			expect(more).toBe(false);
		}
	});
});

test('how to send is proposed in the customer’s language, in English where the branch has no words in it', async ({
	trx,
	cast,
}) => {
	const words = JSON.stringify({ en: 'Pack well.', it: 'Imballi bene.' });
	await sql`update branch set shipping_instructions = ${words}::jsonb, shipping_address = 'Via 1'
		where id = ${cast.branches.italy}`.execute(trx);
	const [italy, france] = await listDestinations(trx);
	expect(italy).toMatchObject({ slug: 'italy', address: 'Via 1' });
	expect(instructionsFor(italy!, 'it')).toEqual({ text: 'Imballi bene.', language: 'it' });
	expect(instructionsFor(italy!, 'ru')).toEqual({ text: 'Pack well.', language: 'en' });
	expect(france).toMatchObject({ slug: 'france', address: '' });
	expect(instructionsFor(france!, 'fr')).toEqual({ text: '', language: 'en' });
});
