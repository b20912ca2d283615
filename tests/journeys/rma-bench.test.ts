import { afterAll, beforeAll, expect } from 'vitest';
import { answerQuote } from '../../src/rma/quoting.ts';
import { asSender, benchOf, receivedParcel, room, test, type Sender } from '../bench.ts';
import { enterDesk, openBrowser, tabTo, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, password, units, type Demonstration } from '../demonstration.ts';
import { shown } from '../sending.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const italian: Sender = { code: 'C1001', unit: units.italian };
const russian: Sender = { code: 'C4001', unit: units.russian };

/** A letter about an RMA that says this. */
function letter({ sink }: Demonstration, number: number, says: string) {
	return sink.waitFor((mail) => mail.text.includes(`RMA ${number}`) && mail.text.includes(says), 30);
}

/** Fills in the form of a step, which may be folded, and sends it. */
async function take(page: Page, step: string, fields: Record<string, string> = {}): Promise<void> {
	const folded = page.locator(`details[data-step="${step}"]:not([open]) > summary`);
	if (await folded.count()) await folded.click();
	const form = page.locator(`form[data-step="${step}"]`);
	for (const [name, value] of Object.entries(fields)) {
		const field = form.locator(`[name="${name}"]`);
		if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
		else await field.fill(value);
	}
	await form.locator('button[type="submit"]:not([formaction])').click();
	await page.waitForURL(`**/desk/rma/*?done=${step}`);
}

test('without a script and the first step by keyboard alone, a broken unit is quoted, replaced, shipped and closed, and its sender is told of each step in Italian', async ({
	stage,
}) => {
	const number = await receivedParcel(stage, { ...italian, inWarranty: false });
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await enterDesk(page, 'technician@serialdesk.test', password);
	await page.goto(room(number));
	await tabTo(page, 'form[data-step="inspect"] button.primary');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/desk/rma/*?done=inspect');
	await letter(stage, number, 'in verifica');

	const quote = page.locator('form[data-step="quote"]');
	await quote.locator('[name="text-1"]').fill('Scheda madre');
	await quote.locator('[name="amount-1"]').fill('1.234,50');
	await quote.locator('[name="text-2"]').fill('Sconto');
	await quote.locator('[name="amount-2"]').fill('-34,50');
	await quote.locator('[formaction="?/sum"]').click();
	expect(await page.locator('form[data-step="quote"] .sum').innerText()).toMatch(/1200,00|1\.200,00/);
	await take(page, 'quote', { vat: 'più IVA 22 %' });
	await letter(stage, number, 'preventivo');
	expect(await page.locator('main').innerText()).toMatch(/1\.?200,00/);

	await asSender(stage, number, async (trx, sender) => {
		const seen = { ...(await shown(trx, sender.customer, number)), timeZone: 'Europe/Rome' };
		await answerQuote(trx, sender, seen, 'accepted', new Date());
	});
	await page.goto(room(number));
	await take(page, 'replace', { 'serial-1': 'KTM-9X99-0001', cause: 'electronics' });
	await letter(stage, number, 'numero di serie');
	await take(page, 'ship', { carrier: 'Corriere Inventato', tracking: 'CI 777' });
	const shipped = await letter(stage, number, 'CI 777');
	expect(shipped.headers['content-language']).toBe('it');
	await take(page, 'close');
	expect(await page.locator('header[data-number]').getAttribute('data-state')).toBe('closed');
	expect((await (await stage.customer('C1001')).get('/new/k-tag')).text).toContain('KTM-9X99-0001');
	expect(troublesOf(page)).toEqual([]);
});

test('in warranty a unit is repaired without a quote, and its sender reads of it in Russian', async ({ stage }) => {
	const number = await receivedParcel(stage, russian);
	const bench = await benchOf(stage, number);
	await bench.take('inspect');
	await bench.take('repair', { cause: 'connector' });
	await bench.take('ship', { carrier: 'Перевозчик', tracking: 'ПЕ 5' });
	const told = await letter(stage, number, 'ПЕ 5');
	expect(told.headers['content-language']).toBe('ru');
	await bench.take('close');
	expect(await bench.state()).toBe('closed');
});

test('a cause is asked for, and kept', async ({ stage, parcel }) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting');
	expect((await bench.post('return', { reason: 'Beyond repair', cause: '' })).text).toContain(
		'id="return-cause-error"',
	);
	await bench.take('return', { reason: 'Beyond repair', cause: 'transport' });
	expect(await stage.query('select cause from rma where number = $1', [parcel])).toEqual([{ cause: 'transport' }]);
	expect(mainOf((await bench.technician.get(room(parcel))).text)).toContain('Danno da trasporto');
});

test('the cause that a technician gave stands in words in the audit log, and nowhere on the page of the sender', async ({
	stage,
	parcel,
}) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting');
	await bench.take('repair', { cause: 'handling' });
	const admin = await stage.staff('admin');
	const log = mainOf((await admin.get(`/desk/admin/audit?action=rma-moved&subject=rma:${parcel}`)).text);
	expect(log).toContain('cause – Improper use');
	const csv = await admin.get(`/desk/admin/audit.csv?action=rma-moved&subject=rma:${parcel}`);
	expect(csv.text).toContain('""cause"":""handling""');
	const { text } = await (await stage.customer('C1002')).get(`/rma/${parcel}`);
	expect(text).not.toMatch(/handling|Uso improprio|Improper use/);
});

test('what has lain too long is marked, and what has not is given its day', async ({ stage, parcel }) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting');
	const since = (days: number) =>
		stage.query(`update rma set state_since = now() - make_interval(days => $2) where number = $1`, [parcel, days]);
	await since(0);
	expect((await bench.technician.get(room(parcel))).text).not.toContain('data-overdue');
	await since(30);
	expect((await bench.technician.get(room(parcel))).text).toContain('data-overdue');
});
