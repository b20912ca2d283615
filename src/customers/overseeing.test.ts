import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { thePortal } from '../audit/entry.ts';
import type { StaffActor } from '../identity/actor.ts';
import { customerSearch, findOverseenCustomer, listCustomers } from './overseeing.ts';
import { registerCustomer } from './registering.ts';

const search = (words = '', after = '') => customerSearch(new URLSearchParams({ search: words, after }));

describe('customers at the desk', () => {
	test('are those of the countries that the member’s branches serve; others do not exist for him', async ({
		trx,
		cast,
		clock,
	}) => {
		const france = cast.technicianFrance.actor;
		expect((await findOverseenCustomer(trx, france, 'c2001', clock.now)).company).toBe(cast.slave.company);
		await expect(findOverseenCustomer(trx, france, 'C1001', clock.now)).rejects.toThrow('not-found');
		expect((await listCustomers(trx, france, search(), clock.now)).rows.map(({ code }) => code)).toEqual(['C2001']);
		const auditor: StaffActor = { kind: 'staff', id: 0, role: 'auditor', branchIds: [] };
		expect((await listCustomers(trx, auditor, search(), clock.now)).rows).toHaveLength(3);
	});

	test('a member without a branch sees nobody', async ({ trx, cast, clock }) => {
		const lonely = { ...cast.technician.actor, branchIds: [] };
		expect((await listCustomers(trx, lonely, search(), clock.now)).rows).toEqual([]);
	});

	test('a ticket in his branch shows a technician the customer of another country', async ({ trx, cast, clock }) => {
		await trx
			.insertInto('ticket')
			.values({
				opener_id: cast.master.actor.id,
				holder_id: cast.master.actor.id,
				product: 'k-tag',
				branch_id: cast.branches.france,
				subject: 'Reading stops',
				opened_at: clock.now,
				queued_at: clock.now,
			})
			.execute();
		const seen = await listCustomers(trx, cast.technicianFrance.actor, search(), clock.now);
		expect(seen.rows.map(({ code }) => code)).toEqual(['C1001', 'C2001']);
	});

	test.for(['С1001', 'C1001\0', "C1001' or true", '%', '', 'C1001 '])(
		'%j is nobody’s code',
		async (code, { trx, cast, clock }) => {
			await expect(findOverseenCustomer(trx, cast.administrator.actor, code, clock.now)).rejects.toThrow(
				'not-found',
			);
		},
	);

	test('are found by code, company blind to case and accents, e-mail, and serial number without separators', async ({
		trx,
		cast,
		clock,
	}) => {
		const found = async (words: string) =>
			(await listCustomers(trx, cast.administrator.actor, search(words), clock.now)).rows.map(({ code }) => code);
		expect(await found('c20')).toEqual(['C2001']);
		expect(await found('LUMIERE')).toEqual(['C2001']);
		expect(await found('c5001@work')).toEqual(['C5001']);
		expect(await found('ks 0002')).toEqual(['C2001']);
		expect(await found('100% ')).toEqual([]);
		expect(await found('_')).toEqual([]);
	});

	test('page by their code to the last one, each once', async ({ trx, cast, clock }) => {
		for (let number = 0; number < 30; number++) {
			const customer = {
				code: `P${number}`,
				company: 'Page',
				email: 'p@page.example',
				country: 'IT',
				mailed: false,
			};
			await registerCustomer(trx, customer, thePortal, clock.now);
		}
		const one = await listCustomers(trx, cast.administrator.actor, search('page'), clock.now);
		const two = await listCustomers(trx, cast.administrator.actor, search('page', one.next ?? ''), clock.now);
		expect(one.rows).toHaveLength(25);
		expect(two.next).toBeNull();
		expect(new Set([...one.rows, ...two.rows].map(({ code }) => code)).size).toBe(30);
	});
});
