import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { thePortal } from '../audit/entry.ts';
import { claimAsCustomer, claimAsVisitor, spendClaim } from './claiming.ts';
import { registerUnit } from './registering.ts';
import { listReleases, releaseSearch, releaseSerials, withdrawSerial } from './releasing.ts';

const visitor = { company: 'Garage Nouveau', email: 'nouveau@workshop.example', country: 'FR' };
const release = { product: 'k-tag', kind: null, masterId: null, subscriptionUntil: '2027-03-31' } as const;

describe('releasing serial numbers', () => {
	test('all of them or none: each line that cannot be is named with its reason', async ({ trx, cast, clock }) => {
		await releaseSerials(trx, thePortal, { ...release, serials: ['KT-R-1'] }, clock.now);
		const serials = ['KT-R-2', 'kt r 2', 'КТ-R-3', 'KT0001A', 'ktr1', 'KT-R-4'];
		const refused = await releaseSerials(trx, thePortal, { ...release, serials }, clock.now);
		expect(refused).toEqual([
			{ line: 2, serial: 'kt r 2', problem: 'twice' },
			{ line: 3, serial: 'КТ-R-3', problem: 'invalid' },
			{ line: 4, serial: 'KT0001A', problem: 'registered' },
			{ line: 5, serial: 'ktr1', problem: 'released' },
		]);
		const { rows } = await listReleases(trx, cast.administrator.actor, releaseSearch(new URLSearchParams()));
		expect(rows.map(({ serial }) => serial)).toEqual(['KT-R-1']);
	});

	test('only what nobody claimed can be withdrawn', async ({ trx, cast, clock }) => {
		await releaseSerials(trx, thePortal, { ...release, serials: ['KT-W-1', 'KT-W-2'] }, clock.now);
		await claimAsCustomer(trx, cast.stranger.actor, { product: 'k-tag', serial: 'ktw1' }, thePortal, clock.now);
		const list = async (show: string) =>
			(await listReleases(trx, cast.technicianFrance.actor, releaseSearch(new URLSearchParams({ show })))).rows;
		const [claimed] = await list('claimed');
		const [waiting] = await list('waiting');
		// A customer of another branch has no name here.
		expect(claimed).toMatchObject({ serial: 'KT-W-1', claimedBy: null });
		await expect(withdrawSerial(trx, thePortal, claimed!.id)).rejects.toThrow('changed-meanwhile');
		await withdrawSerial(trx, thePortal, waiting!.id);
		await expect(withdrawSerial(trx, thePortal, waiting!.id)).rejects.toThrow('not-found');
	});
});

describe('claiming a released serial number', () => {
	test('makes the visitor a customer with the unit as it was released', async ({ trx, cast, clock }) => {
		const slave = { ...release, kind: 'slave', masterId: cast.master.actor.id, serials: ['KT-C-1'] } as const;
		await releaseSerials(trx, thePortal, slave, clock.now);
		await claimAsVisitor(trx, { product: 'k-tag', serial: 'ktc1' }, visitor, thePortal, clock.now);
		const unit = await trx
			.selectFrom('unit as u')
			.innerJoin('customer as c', 'c.id', 'u.customer_id')
			.select(['c.company', 'u.serial', 'u.kind', 'u.master_id as masterId', 'u.subscription_until as until'])
			.where('u.serial', '=', 'KT-C-1')
			.executeTakeFirstOrThrow();
		expect(unit).toEqual({
			company: visitor.company,
			serial: 'KT-C-1',
			kind: 'slave',
			masterId: cast.master.actor.id,
			until: '2027-03-31',
		});
	});

	test('unknown, claimed and registered serial numbers are refused with the same words', async ({
		trx,
		cast,
		clock,
	}) => {
		await releaseSerials(trx, thePortal, { ...release, serials: ['KT-X-1', 'KT-X-2'] }, clock.now);
		const claim = (serial: string) =>
			claimAsCustomer(trx, cast.stranger.actor, { product: 'k-tag', serial }, thePortal, clock.now);
		await claim('KT-X-1');
		const unit = { product: 'k-tag', serial: 'ktx2', kind: null, customerId: cast.slave.actor.id };
		await registerUnit(trx, unit, thePortal, clock.now);
		for (const serial of ['KT-X-1', 'KT-X-2', 'KT-X-3', 'KT-0001-A', '%', 'КT-X-2']) {
			await expect(claim(serial)).rejects.toThrow('serial-not-released');
		}
	});

	test('a hundred at once make one customer, and the same form again is the same customer', async ({ db, clock }) => {
		const key = 'a-form-of-a-visitor';
		await db
			.transaction()
			.execute((trx) => releaseSerials(trx, thePortal, { ...release, serials: ['KT-P-1'] }, clock.now));
		const claim = (company: string, withKey?: string) =>
			db
				.transaction()
				.execute((trx) =>
					claimAsVisitor(
						trx,
						{ product: 'k-tag', serial: 'KT-P-1', key: withKey },
						{ ...visitor, company },
						thePortal,
						clock.now,
					),
				);
		const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => claim('Parallel', key)));
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
		await expect(claim('Parallel', 'another-form')).rejects.toThrow('serial-not-released');
		await expect(claim('Parallel')).rejects.toThrow('serial-not-released');
		const made = await db.selectFrom('customer').select('code').where('company', '=', 'Parallel').execute();
		expect(made).toHaveLength(1);
	});

	test('one address may try twenty times in a quarter of an hour', async ({ db }) => {
		for (let tries = 0; tries < 20; tries++) await spendClaim(db, '192.0.2.77');
		await expect(spendClaim(db, '192.0.2.77')).rejects.toThrow('too-many-attempts');
		await spendClaim(db, '192.0.2.78');
	});
});
