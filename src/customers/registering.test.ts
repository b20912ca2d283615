import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { thePortal } from '../audit/entry.ts';
import { findOverseenCustomer } from './overseeing.ts';
import { proposeCode, registerCustomer } from './registering.ts';

const bruni = { company: 'Officina Bruni', email: 'bruni@workshop.example', country: 'IT' };

describe('registering a customer', () => {
	test('draws the next code that nobody has, and mails the first password', async ({ trx, cast, clock }) => {
		const proposed = await proposeCode(trx);
		await registerCustomer(trx, { ...bruni, code: proposed }, thePortal, clock.now);
		const { id, code } = await registerCustomer(trx, bruni, thePortal, clock.now);
		expect(code).not.toBe(proposed);
		const mails = await trx.selectFrom('outgoing_mail').select('letter').where('account_id', '=', id).execute();
		expect(mails).toEqual([{ letter: 'first-password' }]);
		const customer = await findOverseenCustomer(trx, cast.administrator.actor, code, clock.now);
		expect(customer).toMatchObject({ ...bruni, access: 'sent', locale: 'it', timeZone: 'Europe/Rome' });
	});

	test('takes the language of the branch in his country only, and the time of the one that serves him', async ({
		trx,
		cast,
		clock,
	}) => {
		const { code } = await registerCustomer(trx, { ...bruni, country: 'AD' }, thePortal, clock.now);
		const customer = await findOverseenCustomer(trx, cast.administrator.actor, code, clock.now);
		expect(customer).toMatchObject({ locale: 'en', timeZone: 'Europe/Madrid' });
	});

	test('does not mail where it shall not, and writes no password into the audit log', async ({ trx, clock }) => {
		const { id, code } = await registerCustomer(
			trx,
			{ ...bruni, passwordHash: 'hash', mailed: false },
			thePortal,
			clock.now,
		);
		expect(await trx.selectFrom('outgoing_mail').where('account_id', '=', id).select('id').execute()).toEqual([]);
		const entries = await trx
			.selectFrom('audit_entry')
			.select(['action', sql<string>`after::text`.as('after')])
			.where('subject', '=', `customer:${code}`)
			.execute();
		expect(entries).toHaveLength(1);
		expect(entries[0]?.after).not.toContain('hash');
	});

	test.for([
		[{ email: 'a@x.example, b@y.example' }, 'email-invalid'],
		[{ email: 'a@x.example\nBcc: b@y.example' }, 'email-invalid'],
		[{ email: 'Bruni <a@x.example>' }, 'email-invalid'],
		[{ email: 'a@x.example;b@y.example' }, 'email-invalid'],
		[{ email: 'nobody' }, 'email-invalid'],
		[{ code: 'С1001' }, 'form-invalid'],
		[{ code: 'c9' }, 'form-invalid'],
		[{ code: 'C1001' }, 'code-taken'],
		[{ country: 'EU' }, 'form-invalid'],
		[{ timeZone: '+02:00' }, 'form-invalid'],
	] as const)('%j is refused: %s', async ([wrong, refusal], { trx, clock }) => {
		await expect(registerCustomer(trx, { ...bruni, ...wrong }, thePortal, clock.now)).rejects.toThrow(refusal);
	});
});
