import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { authenticate } from '../identity/authenticating.ts';
import { findCustomer } from './finding.ts';
import { findByCodes, importCustomers } from './importing.ts';

const ferri = {
	code: 'w1',
	company: 'Officina “Bruni” 🚗 ورشة',
	email: 'bruni@workshop.example',
	country: 'it',
	address: 'Via Roma 1\r\n20100 Milano',
};

function rows(...cells: Record<string, unknown>[]) {
	return cells.map((cells, index) => ({ line: index + 2, cells }));
}

describe('importing customers', () => {
	test('a customer takes language and time zone of the branch in his country', async ({ trx }) => {
		const outcome = await importCustomers(trx, rows(ferri));
		expect(outcome).toEqual({ added: 1, updated: 0, existing: 0, refused: [] });
		const { id } = (await findByCodes(trx, ['W1'])).get('W1')!;
		expect(await findCustomer(trx, id)).toMatchObject({
			code: 'W1',
			company: ferri.company,
			country: 'IT',
			locale: 'it',
			timeZone: 'Europe/Rome',
		});
	});

	test('a customer of a country without a branch of its own reads English, in the time of the branch that serves him', async ({
		trx,
	}) => {
		await importCustomers(trx, rows({ ...ferri, country: 'AD' }));
		const { id } = (await findByCodes(trx, ['W1'])).get('W1')!;
		expect(await findCustomer(trx, id)).toMatchObject({ locale: 'en', timeZone: 'Europe/Madrid' });
	});

	test('an imported customer cannot log in, not even without a password', async ({ db }) => {
		await db.transaction().execute((trx) => importCustomers(trx, rows({ ...ferri, code: 'W-LOGIN' })));
		const login = authenticate(db, { kind: 'customer', login: 'W-LOGIN', password: '', address: '192.0.2.1' });
		await expect(login).rejects.toThrow('login-failed');
	});

	test('who is new gets a first password by mail when that is wanted, and who was known gets none', async ({
		trx,
	}) => {
		await importCustomers(trx, rows(ferri), { mails: false });
		await importCustomers(trx, rows(ferri, { ...ferri, code: 'w2' }), { mails: true });
		const letters = trx
			.selectFrom('outgoing_mail as o')
			.innerJoin('customer as c', 'c.id', 'o.account_id')
			.innerJoin('temporary_credential as k', 'k.account_id', 'c.id')
			.select(['c.code', 'o.letter', 'k.purpose']);
		expect(await letters.execute()).toEqual([{ code: 'W2', letter: 'first-password', purpose: 'first-password' }]);
	});

	test('the same rows again change nothing, and a code that comes twice is imported once', async ({ trx }) => {
		await importCustomers(trx, rows(ferri, { ...ferri, company: 'Second' }));
		const again = await importCustomers(trx, rows({ ...ferri, company: 'Third' }));
		expect(again).toMatchObject({ added: 0, updated: 0, existing: 1, refused: [] });
		const { id } = (await findByCodes(trx, ['W1'])).get('W1')!;
		expect((await findCustomer(trx, id)).company).toBe(ferri.company);
	});

	test('with update, what the row says is taken over once, and empty cells empty nothing', async ({ trx, cast }) => {
		const row = { ...ferri, code: 'C1001', company: 'Ferri & figli', language: '', phone: '+39 02 1', time_zone: '' };
		expect(await importCustomers(trx, rows(row), { update: true })).toMatchObject({ updated: 1, existing: 0 });
		expect(await importCustomers(trx, rows(row), { update: true })).toMatchObject({ updated: 0, existing: 1 });
		expect(await findCustomer(trx, cast.master.actor.id)).toMatchObject({ company: 'Ferri & figli', locale: 'it' });
	});

	test.for([
		['code', 'W 1', 'must be letters, digits and hyphens, at most 32'],
		['company', '', 'is missing'],
		['company', 'x'.repeat(201), 'is longer than 200 characters'],
		['company', 'two\nlines', 'must be one line'],
		['company', 'nul\0', 'holds the control character U+0000'],
		['company', '\ud83d', 'holds half a character (a lone surrogate)'],
		['company', ['Ferri'], 'must be text'],
		['email', 'nobody', 'is not an e-mail address'],
		['email', 'a@b.example, c@d.example', 'is not an e-mail address'],
		['country', 'UK', 'is not the code of a country (ISO 3166): write GB'],
		['country', 'Italy', 'must be the two letters of a country (ISO 3166), such as IT'],
		['country', 'EU', 'must be the two letters of a country (ISO 3166), such as IT'],
		['language', 'de', 'must be one of en, it, fr, es, ru'],
		['time_zone', '+02:00', 'is not an IANA time zone, such as Europe/Rome'],
		['time_zone', 'Mars/Base', 'is not an IANA time zone, such as Europe/Rome'],
	] as const)('%s %j is refused with the reason', async ([column, value, reason], { trx }) => {
		const bad = { ...ferri, code: 'W2', [column]: value };
		const { added, refused } = await importCustomers(trx, rows(ferri, bad));
		expect(added).toBe(1);
		expect(refused).toMatchObject([{ line: 3, column, reason }]);
	});

	test('everything that is wrong with a row is said at once', async ({ trx }) => {
		const { refused } = await importCustomers(trx, rows({ ...ferri, email: '', country: '' }));
		expect(refused.map(({ column }) => column)).toEqual(['email', 'country']);
	});

	test('what looks like a formula is text like any other', async ({ trx }) => {
		await importCustomers(trx, rows({ ...ferri, company: '=cmd|calc' }));
		const { id } = (await findByCodes(trx, ['W1'])).get('W1')!;
		expect((await findCustomer(trx, id)).company).toBe('=cmd|calc');
	});
});
