import { describe, expect } from 'vitest';
import { makeQuote } from '../../src/rma/quoting.ts';
import { cancelRma } from '../../src/rma/travelling.ts';
import { thePortal } from '../../src/audit/entry.ts';
import { mainOf, test as base, type Demonstration } from '../demonstration.ts';
import { arrive, fillIn, permit, writing, type Returning } from '../returning.ts';
import { asTechnician } from '../sending.ts';

const test = base.extend('rma', { scope: 'file' }, ({ stage }) =>
	permit(stage, { code: 'C5001', serial: 'ECM-19H7-1754' }),
);

const contact = {
	contact: 'Ада Конти',
	company: 'Northgate',
	street: '1 Mill Lane',
	postcode: '00000',
	city: 'Nowhere',
	country: 'IT',
	phone: '+39 000 555 0199',
};
const half = { version: '1', ...contact, 'fault-1': 'Reading stops.\r\nEvery time.' };
const whole = {
	...half,
	'purchased-1': '2024-03-01',
	'accessory-1-dongle': 'in_parcel',
	'accessory-1-usb-cable': 'never_had',
	declared: 'on',
};

async function stored({ query }: Demonstration, { number }: Returning) {
	return query<{ state: string; form: object }>('select state, form from rma where number = $1', [number]);
}

/** It has arrived, and its repair costs something. */
async function quoted(stage: Demonstration, rma: Returning, validUntil: string): Promise<void> {
	await fillIn(stage, rma);
	const technician = asTechnician(rma.technician);
	const quote = { lines: [{ text: 'Board', amount: 24_000 }], currency: 'EUR', vatNote: '', validUntil };
	await arrive(stage, rma);
	await writing(stage, async (trx) => makeQuote(trx, technician, await rma.shown(trx), quote, new Date()));
}

describe('the form of an RMA', () => {
	test.for([
		['street', 'ж'.repeat(301)],
		['phone', '1'.repeat(41)],
		['contact', 'A\0B'],
		['fault-1', 'x'.repeat(5001)],
		['purchased-1', '2999-01-01'],
		['purchased-1', '1989-12-31'],
		['purchased-1', '2024-02-30'],
		['country', 'XX'],
		['accessory-1-dongle', 'perhaps'],
	])(
		'is refused with a wrong %s, at that field, and keeps what was typed',
		async ([field = '', value = ''], { stage, rma }) => {
			const customer = await stage.customer('C5001');
			for (const action of ['save', 'complete']) {
				const answer = await customer.post(`/rma/${rma.number}?/${action}`, { ...whole, [field]: value });
				expect([answer.status, answer.text.includes(`id="${field}-error"`)]).toEqual([400, true]);
				expect(answer.text).toContain(field === 'contact' ? contact.street : contact.contact);
			}
			const kept = await customer.post(`/rma/${rma.number}/form`, { ...whole, [field]: value });
			expect([kept.status, Object.keys(JSON.parse(kept.text).errors)]).toEqual([400, [field]]);
			expect(await stored(stage, rma)).toEqual([{ state: 'authorised', form: {} }]);
		},
	);

	test('takes nothing that it does not have', async ({ stage, rma }) => {
		const customer = await stage.customer('C5001');
		for (const extra of ['state', 'fault-2', 'accessory-2-case', 'in_warranty', '__proto__'])
			for (const way of ['?/save', '?/complete', '/form'])
				expect((await customer.post(`/rma/${rma.number}${way}`, { ...whole, [extra]: 'x' })).status).toBe(400);
		expect(await stored(stage, rma)).toEqual([{ state: 'authorised', form: {} }]);
	});

	test('that is not complete comes back with what is missing at its field, and is kept', async ({ stage }) => {
		const rma = await permit(stage, { code: 'C1001', serial: 'KTM-7R20-0412' });
		const customer = await stage.customer('C1001');
		const answer = await customer.post(`/rma/${rma.number}?/complete`, half);
		expect(answer.status).toBe(400);
		for (const field of ['purchased-1', 'accessory-1-flat-cable', 'declared'])
			expect(answer.text).toContain(`id="${field}-error"`);
		expect(answer.text).not.toContain('id="city-error"');
		expect(await stored(stage, rma)).toMatchObject([{ state: 'authorised', form: contact }]);
		expect((await customer.get(`/rma/${rma.number}`)).text).toContain('Reading stops.\nEvery time.');
	});

	test('that is gone meanwhile says so, and shows what was typed', async ({ stage }) => {
		const rma = await permit(stage, { code: 'C5001', serial: 'K2M-5C40-0666' });
		await writing(stage, async (trx) =>
			cancelRma(trx, { actor: rma.technician, by: thePortal }, await rma.shown(trx), new Date()),
		);
		const customer = await stage.customer('C5001');
		for (const action of ['save', 'complete']) {
			const answer = await customer.post(`/rma/${rma.number}?/${action}`, half);
			expect(answer.status).toBe(409);
			expect(mainOf(answer.text)).toContain('can no longer be changed');
			expect(mainOf(answer.text)).toContain('Reading stops. Every time.');
		}
		expect((await customer.post(`/rma/${rma.number}/form`, half)).status).toBe(409);
	});

	test('is completed once by a double click', async ({ stage }) => {
		const rma = await permit(stage, { code: 'C5001', serial: 'ECM-19H7-1754', accessory: 'usb-cable' });
		const customer = await stage.customer('C5001');
		const form = { ...half, 'purchased-1': '2024-03-01', declared: 'on', key: 'double-click-1' };
		const answers = await Promise.all([1, 2].map(() => customer.post(`/rma/${rma.number}?/complete`, form)));
		expect(answers.map(({ status }) => status)).toEqual([303, 303]);
		const steps = `select 1 from rma_step where rma_number = $1 and step = 'complete'`;
		expect(await stage.query(steps, [rma.number])).toHaveLength(1);
		expect((await customer.post(`/rma/${rma.number}?/complete`, { ...form, key: 'another-key' })).status).toBe(409);
	});
});

describe('an RMA', () => {
	test('is not there for a Slave, a Master or a stranger', async ({ stage, rma }) => {
		const ofSlave = await permit(stage, { code: 'C2001', serial: 'K2S-6H13-0571' });
		const actions = ['save', 'complete', 'send', 'accept', 'decline', 'cancel', 'close'];
		const others = [
			['C1001', ofSlave.number],
			['C5001', ofSlave.number],
			['C2001', rma.number],
			['C1001', 999_999],
		] as const;
		for (const [code, number] of others) {
			const customer = await stage.customer(code);
			const ways = [...actions.map((action) => `?/${action}`), '/form'];
			for (const way of ways) expect((await customer.post(`/rma/${number}${way}`, whole)).status).toBe(404);
			expect((await customer.get(`/rma/${number}`)).status).toBe(404);
		}
	});

	test('cannot be said to be sent without a carrier, or on a page of yesterday', async ({ stage }) => {
		const rma = await permit(stage, { code: 'C4001', serial: 'KTM-8P61-1306' });
		await fillIn(stage, rma);
		const customer = await stage.customer('C4001');
		const send = (fields: Record<string, string>) =>
			customer.post(`/rma/${rma.number}?/send`, { version: '2', carrier: 'СДЭК', tracking: 'Z-60', ...fields });
		for (const fields of [{ carrier: ' ' }, { carrier: 'x'.repeat(101) }]) {
			const answer = await send(fields);
			expect([answer.status, answer.text.includes('id="carrier-error"')]).toEqual([400, true]);
			expect(answer.text).toContain('value="Z-60"');
		}
		const late = await send({ version: '1' });
		expect([late.status, late.text.includes('value="СДЭК"')]).toEqual([409, true]);
		expect((await send({})).location).toBe(`/rma/${rma.number}?done=send`);
	});

	test('takes no answer to a quote that is over but no, and none on a page of yesterday', async ({ stage }) => {
		const rma = await permit(stage, { code: 'C4001', serial: 'K2M-6B92-2051', inWarranty: false });
		await quoted(stage, rma, '2020-01-31');
		const customer = await stage.customer('C4001');
		const page = (await customer.get(`/rma/${rma.number}`)).text;
		expect([page.includes('?/accept'), page.includes('?/decline')]).toEqual([false, true]);
		const version = String((await writing(stage, rma.shown)).version);
		expect((await customer.post(`/rma/${rma.number}?/accept`, { version })).status).toBe(409);
		expect((await customer.post(`/rma/${rma.number}?/decline`, { version: '1' })).status).toBe(409);
		expect((await customer.post(`/rma/${rma.number}?/decline`, { version })).status).toBe(303);
	});

	test('has a form that is written and completed while the customer’s branch is closed as well', async ({ stage }) => {
		const rma = await permit(stage, { code: 'C2001', serial: 'ECM-20F8-0316', accessory: 'usb-cable' });
		await stage.query(
			`insert into closure (branch_id, kind, starts_at, ends_at, created_at)
			select id, 'company_holiday', now() - interval '1 hour', now() + interval '1 hour', now() from branch where slug = 'france'`,
		);
		const customer = await stage.customer('C2001');
		expect((await customer.post(`/tickets/${rma.ticketNumber}?/reply`, { message: 'x' })).status).toBe(423);
		expect((await customer.post(`/rma/${rma.number}/form`, half)).status).toBe(200);
		const form = { ...half, 'purchased-1': '2024-03-01', declared: 'on' };
		expect((await customer.post(`/rma/${rma.number}?/complete`, form)).status).toBe(303);
	});
});
