import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Writing } from '../database/connection.ts';
import { listUnits } from './finding.ts';
import { listHoldings } from './listing.ts';
import { mostUnits, unitsAsked } from './searching.ts';

/** More units of one Slave than a page shows, the last of them KS-9999-Z. */
async function bindMany(trx: Writing, master: number, slave: number): Promise<void> {
	const serials = Array.from({ length: mostUnits }, (_, index) => `KS-${5000 + index}-M`);
	const unit = { product: 'kessv2', kind: 'slave', customer_id: slave, master_id: master };
	await trx
		.insertInto('unit')
		.values([...serials, 'KS-9999-Z'].map((serial) => ({ ...unit, serial })))
		.execute();
}

const serialsOf = (units: { serial: string }[]) => units.map(({ serial }) => serial);

describe('a Master with more Slave units than a page shows', () => {
	test('is told that there are others, and finds each by a part of its serial number, with or without separators', async ({
		trx,
		cast,
	}) => {
		const { master, slave } = cast;
		await bindMany(trx, master.actor.id, slave.actor.id);
		const all = await listUnits(trx, master.actor, 'kessv2');
		expect([all.units.length, all.more]).toEqual([mostUnits, true]);
		const held = await listHoldings(trx, master.actor);
		expect([held.ofSlaves.length, held.more]).toEqual([mostUnits, true]);
		for (const find of ['ks 9999', '99-z', '9999z']) {
			const found = await listUnits(trx, master.actor, 'kessv2', find);
			expect([serialsOf(found.units), found.more]).toEqual([['KS-9999-Z'], false]);
			expect(serialsOf((await listHoldings(trx, master.actor, find)).ofSlaves)).toEqual(['KS-9999-Z']);
		}
	});

	test('finds them by a part of their owner’s name, blind to case and accents', async ({ trx, cast }) => {
		const { master, slave } = cast;
		await bindMany(trx, master.actor.id, slave.actor.id);
		const found = await listUnits(trx, master.actor, 'kessv2', 'lumiere');
		expect(new Set(found.units.map(({ holderCompany }) => holderCompany))).toEqual(new Set([slave.company]));
		expect((await listHoldings(trx, master.actor, 'LUMIÈRE')).ofSlaves).toHaveLength(mostUnits);
	});

	test('finds nothing by what is no part of either, be it a wildcard', async ({ trx, cast }) => {
		for (const find of ['%', '_', '-', 'Northgate']) {
			expect((await listUnits(trx, cast.master.actor, 'kessv2', find)).units).toEqual([]);
			expect((await listHoldings(trx, cast.master.actor, find)).ofSlaves).toEqual([]);
		}
	});
});

test('a search of units is what was typed, without what PostgreSQL does not take', () => {
	const asked = (find: string) => unitsAsked(new URLSearchParams({ find }));
	expect([asked(' KS 12 '), asked('a\0b'), asked('x'.repeat(300)).length]).toEqual(['KS 12', 'ab', 100]);
});
