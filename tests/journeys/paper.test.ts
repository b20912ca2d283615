import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openBrowser, type Browser } from '../browser.ts';
import { test, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';
import { readPdf } from '../pdf.ts';
import { scanPdf } from '../scanning.ts';
import { fullForm } from '../sending.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const serials = ['KTM-7R20-0412', 'KTM-8P61-1306'];

/** An RMA of C1001's unit, or of a Russian's; what travels with it goes without accessories, so that nothing more is asked. */
async function authorise({ query }: Demonstration, code: 'C1001' | 'C4001'): Promise<number> {
	const serial = serials[code === 'C1001' ? 0 : 1];
	const [{ number }] = (await query<{ number: number }>(
		`insert into rma (ticket_number, customer_id, branch_id, state_since, in_warranty, authorised_at, expires_at, form)
		select (select min(number) from ticket), c.id, (select min(id) from branch), now(), true, now(), now() + interval '30 days', $2
		from customer as c where c.code = $1 returning number::int`,
		[code, JSON.stringify(fullForm().parcel)],
	)) as [{ number: number }];
	await query(
		`insert into rma_item (rma_number, nth, unit_id, form) select $1, 1, id, $3 from unit where serial = $2`,
		[number, serial, JSON.stringify(fullForm().items.get(1))],
	);
	return number;
}

async function complete({ query }: Demonstration, number: number): Promise<void> {
	await query(
		`update rma set state = 'form_complete', completed_at = now(), form_hash = rma_form_hash(number) where number = $1`,
		[number],
	);
}

async function download(visitor: Visitor, path: string): Promise<{ answer: Response; bytes: Uint8Array }> {
	const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	const answer = await fetch(new URL(path, visitor.origin), { headers: { cookie } });
	return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

describe('the paper of an RMA', () => {
	test('is not complete and has no barcode before its form is, and then each of its barcodes can be scanned', async ({
		stage,
	}) => {
		const number = await authorise(stage, 'C1001');
		const customer = await stage.customer('C1001');
		const before = await download(customer, `/rma/${number}.pdf`);
		const { pages } = await readPdf(before.bytes);
		expect(await scanPdf(browser, before.bytes)).toEqual(pages.map(() => []));
		await complete(stage, number);
		const { bytes } = await download(customer, `/rma/${number}.pdf`);
		expect(await scanPdf(browser, bytes)).toEqual([
			[`Code128 RMA-${number}`, `Code128 RMA-${number}-1`, `DataMatrix RMA-${number}`, `DataMatrix RMA-${number}-1`],
			[`Code128 RMA-${number}`, `DataMatrix RMA-${number}`],
		]);
	});

	test('has no barcode any more once nothing may be sent with it, and keeps them all when the parcel is home again', async ({
		stage,
	}) => {
		const number = await authorise(stage, 'C4001');
		await complete(stage, number);
		const customer = await stage.customer('C4001');
		const scanned = async (state: string) => {
			await stage.query('update rma set state = $2 where number = $1', [number, state]);
			return scanPdf(browser, (await download(customer, `/rma/${number}.pdf`)).bytes);
		};
		const valid = await scanned('form_complete');
		expect(await scanned('shipped_back')).toEqual(valid);
		expect(await scanned('closed')).toEqual(valid);
		for (const state of ['refused', 'expired', 'cancelled']) expect((await scanned(state)).flat()).toEqual([]);
	});

	test('opens in the browser under its own name, and neither is kept nor runs anything', async ({ stage }) => {
		const number = await authorise(stage, 'C4001');
		const customer = await stage.customer('C4001');
		const { answer } = await download(customer, `/rma/${number}.pdf`);
		expect(answer.status).toBe(200);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="RMA-${number}.pdf"`,
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
		});
		await stage.query(`update rma set state = 'cancelled' where number = $1`, [number]);
	});

	test('is Russian for a Russian sender, and at the desk too', async ({ stage }) => {
		const number = await authorise(stage, 'C4001');
		await complete(stage, number);
		const his = await download(await stage.customer('C4001'), `/rma/${number}.pdf`);
		const theirs = await download(await stage.staff('admin'), `/desk/rma/${number}.pdf`);
		expect((await readPdf(his.bytes)).title).toBe(`RMA ${number} · Форма возврата`);
		expect(theirs.bytes).toEqual(his.bytes);
	});
});
