import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { findUnit } from './finding.ts';
import { importUnits } from './importing.ts';

const unit = {
	product: 'KESSv2',
	serial: 'KS-0100-Z',
	customer: 'c2001',
	kind: 'Slave',
	master: 'c1001',
	username: 'lumière',
	subscription_until: '2027-03-31',
	software_version: '2.80',
};

function rows(...cells: Record<string, unknown>[]) {
	return cells.map((cells, index) => ({ line: index + 2, cells }));
}

describe('importing units', () => {
	test('a Slave’s unit belongs to him and is usable by his Master', async ({ trx, cast }) => {
		expect(await importUnits(trx, rows(unit))).toEqual({ added: 1, updated: 0, existing: 0, refused: [] });
		for (const customer of [cast.slave, cast.master]) {
			expect(await findUnit(trx, customer.actor, 'kessv2', 'ks0100z')).toMatchObject({
				serial: 'KS-0100-Z',
				kind: 'slave',
				holderCode: 'C2001',
				username: 'lumière',
				subscriptionUntil: '2027-03-31',
				softwareVersion: '2.80',
			});
		}
		expect(await findUnit(trx, cast.stranger.actor, 'kessv2', 'ks0100z')).toBeUndefined();
	});

	test('the same rows again change nothing, however the serial number is written', async ({ trx }) => {
		await importUnits(trx, rows(unit, { ...unit, serial: 'ks 0100 z' }));
		expect(await importUnits(trx, rows(unit))).toMatchObject({ added: 0, existing: 1, refused: [] });
	});

	test('with update, subscription and version are taken over, and empty cells empty nothing', async ({
		trx,
		cast,
	}) => {
		await importUnits(trx, rows(unit));
		const renewed = { product: 'kessv2', serial: 'ks0100z', customer: 'C2001', subscription_until: '2028-03-31' };
		expect(await importUnits(trx, rows(renewed), { update: true })).toMatchObject({ updated: 1, existing: 0 });
		expect(await importUnits(trx, rows(renewed), { update: true })).toMatchObject({ updated: 0, existing: 1 });
		expect(await findUnit(trx, cast.master.actor, 'kessv2', 'ks0100z')).toMatchObject({
			kind: 'slave',
			username: 'lumière',
			subscriptionUntil: '2028-03-31',
		});
	});

	test('with update, a Slave that becomes a Master is bound to nobody any more', async ({ trx, cast }) => {
		await importUnits(trx, rows(unit));
		const freed = { ...unit, kind: 'master', master: '' };
		expect(await importUnits(trx, rows(freed), { update: true })).toMatchObject({ updated: 1, refused: [] });
		expect(await findUnit(trx, cast.master.actor, 'kessv2', 'ks0100z')).toBeUndefined();
	});

	test('a serial number of somebody else is refused, with and without update: an import transfers nothing', async ({
		trx,
		cast,
	}) => {
		const taken = { product: 'k-tag', serial: cast.units.master.serial, customer: 'C5001' };
		for (const update of [false, true]) {
			const { refused, updated } = await importUnits(trx, rows(taken), { update });
			expect(updated).toBe(0);
			expect(refused).toMatchObject([{ column: 'serial', reason: 'is registered to C1001, not to C5001' }]);
		}
	});

	test.for([
		['product', 'kess', 'must be one of kessv2, k-tag, data-bank'],
		['product', 'data-bank', 'is a service: it has no serial numbers'],
		['serial', '---', 'holds neither a letter nor a digit'],
		['serial', 'S'.repeat(65), 'is longer than 64 characters'],
		['customer', 'C9999', 'no customer has this code: import customers first'],
		['kind', 'boss', 'must be one of master, slave'],
		['kind', 'master', 'only a slave is bound to a master'],
		['master', 'C9999', 'no customer has this code'],
		['master', 'C2001', 'nobody is his own master'],
		['subscription_until', '03/04/2027', 'write the day as YYYY-MM-DD, as in 2027-03-31'],
		['subscription_until', '2027-02-30', 'there is no such day'],
	] as const)('%s %j is refused with the reason', async ([column, value, reason], { trx }) => {
		const { added, refused } = await importUnits(trx, rows(unit, { ...unit, serial: 'KS-2', [column]: value }));
		expect(added).toBe(1);
		expect(refused.map(({ line, reason }) => ({ line, reason }))).toEqual([{ line: 3, reason }]);
	});
});
