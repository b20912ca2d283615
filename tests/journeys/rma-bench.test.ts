import { afterAll, beforeAll, describe, expect } from 'vitest';
import { answerQuote } from '../../src/rma/quoting.ts';
import { steps, type RmaStep } from '../../src/rma/steps.ts';
import { asSender, receivedParcel, type Sender } from '../bench.ts';
import { enterDesk, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, password, test as base, units, type Demonstration } from '../demonstration.ts';
import { shown } from '../sending.ts';

const test = base.extend('parcel', { scope: 'file' }, async ({ stage }) =>
	receivedParcel(stage, { code: 'C1002', unit: '/new/k-tag/KTM-9D55-1120' }),
);

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const italian: Sender = { code: 'C1001', unit: units.italian };
const russian: Sender = { code: 'C4001', unit: units.russian };

const room = (number: number) => `/desk/rma/${number}`;
const stateOn = (html: string) => /data-state="(\w+)"/.exec(html)?.[1];

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
	const primary = page.locator('form[data-step="inspect"] button.primary');
	for (let presses = 0; presses < 60 && !(await primary.evaluate((one) => one === document.activeElement)); presses++)
		await page.keyboard.press('Tab');
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

/** A technician at the bench of one RMA, without a browser. */
async function benchOf(stage: Demonstration, number: number) {
	const technician = await stage.staff('technician');
	const version = async () =>
		/name="version" value="(\d+)"/.exec((await technician.get(room(number))).text)?.[1] ?? '1';
	const post = async (step: string, fields: Record<string, string> = {}) =>
		technician.post(`${room(number)}?/${step}`, { version: await version(), ...fields });
	return {
		technician,
		version,
		post,
		async take(step: string, fields: Record<string, string> = {}) {
			const answer = await post(step, fields);
			expect([step, answer.status, answer.status === 303 ? '' : mainOf(answer.text)]).toEqual([step, 303, '']);
		},
		state: async () => stateOn((await technician.get(room(number))).text),
		/** Puts it where a test wants it to be. */
		put: (state: string, inWarranty = true) =>
			stage.query('update rma set state = $2, in_warranty = $3 where number = $1', [number, state, inWarranty]),
	};
}

const line = { 'text-1': 'Main board', 'amount-1': '129.00', currency: 'EUR', vat: '', until: '2099-12-31' };
const forms: Partial<Record<RmaStep, Record<string, string>>> = {
	inspect: {},
	quote: line,
	repair: { cause: 'supply' },
	replace: { cause: 'supply', 'serial-1': 'KTM-9999-7777' },
	return: { cause: 'other', reason: 'Beyond repair' },
	ship: { carrier: 'Corriere', tracking: 'T 1' },
	close: {},
	cancel: {},
	refuse: { reason: 'No form in it' },
};

/** How a page shows again what was typed. */
function shownIn(name: string, value: string): string {
	if (name === 'reason') return `>${value}</textarea>`;
	return name === 'cause' || name === 'currency' ? `value="${value}" selected` : `value="${value}"`;
}

describe.each(Object.entries(forms))('the step %s', (step, fields) => {
	test('is nobody’s who only reads, and does not exist for technicians of another branch', async ({
		stage,
		parcel,
	}) => {
		const auditor = await stage.staff('supervisor');
		await stage.query(`update staff set role = 'auditor' where email = 'supervisor@serialdesk.test'`);
		const asked = { version: '1', ...fields };
		expect((await auditor.post(`${room(parcel)}?/${step}`, asked)).status).toBe(403);
		await stage.query(`update staff set role = 'supervisor' where email = 'supervisor@serialdesk.test'`);
		const stranger = await stage.staff('technician.fr');
		expect((await stranger.post(`${room(parcel)}?/${step}`, asked)).status).toBe(404);
	});

	test('on a page that is not the newest is not taken, and what was typed stays', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		const from = steps[step as RmaStep].from[0];
		await bench.put(from);
		const { status, text } = await bench.post(step, { ...fields, version: '999' });
		expect([status, stateOn(text)]).toEqual([409, from]);
		for (const [name, value] of Object.entries(fields)) expect(text).toContain(shownIn(name, value));
	});

	test('from where it does not lead says where the RMA is, and shows what was typed', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('closed');
		const { status, text } = await bench.technician.post(`${room(parcel)}?/${step}`, { version: '4', ...fields });
		expect(status).toBe(409);
		expect(mainOf(text)).toContain('Stato attuale dell’RMA: Chiuso');
		for (const typed of ['KTM-9999-7777', 'Main board', 'Beyond repair'].filter((one) =>
			Object.values(fields).includes(one),
		))
			expect(text).toContain(typed);
	});

	test('takes no field that its form does not have', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		expect((await bench.post(step, { ...fields, total: '1' })).status).toBe(400);
	});
});

describe('a quote', () => {
	test.for([
		[{ 'amount-1': '1.2.3' }, 'amount-1-error'],
		[{ 'amount-1': '1e9' }, 'amount-1-error'],
		[{ 'amount-1': '' }, 'amount-1-error'],
		[{ 'text-1': '' }, 'text-1-error'],
		[{ 'text-1': '', 'amount-1': '' }, 'text-1-error'],
		[{ 'text-10': 'Cable', 'amount-10': 'much' }, 'amount-10-error'],
		[{ until: '2020-01-01' }, 'until-error'],
	] as const)(
		'with %j comes back with words at the field and all that was typed',
		async ([wrong, at], { stage, parcel }) => {
			const bench = await benchOf(stage, parcel);
			await bench.put('inspecting', false);
			const { status, text } = await bench.post('quote', { ...line, vat: 'plus VAT', ...wrong });
			expect(status).toBe(400);
			expect(text).toContain(`id="${at}"`);
			expect(text).toContain('value="plus VAT"');
			expect(await bench.state()).toBe('inspecting');
		},
	);

	test('below zero is refused', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('inspecting', false);
		const { status, text } = await bench.post('quote', { ...line, 'amount-1': '-5' });
		expect([status, mainOf(text)]).toEqual([400, expect.stringContaining('non può essere inferiore a zero')]);
	});

	test('sent twice by a double click is one quote, and both clicks come to the same page', async ({
		stage,
		parcel,
	}) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('inspecting', false);
		const form = { ...line, version: await bench.version(), key: `rma-${crypto.randomUUID()}-quote` };
		const post = () => bench.technician.post(`${room(parcel)}?/quote`, form);
		const answers = await Promise.all([post(), post()]);
		const both = answers.map(({ status, location }) => `${status} ${location}`);
		expect(new Set(both)).toEqual(new Set([`303 ${room(parcel)}?done=quote`]));
		const made = await stage.query('select total from rma_quote where rma_number = $1', [parcel]);
		expect(made.length).toBe(1);
	});

	test('that was declined is proposed again with its lines', async ({ stage, parcel }) => {
		const bench = await benchOf(stage, parcel);
		await bench.put('declined', false);
		const { text } = await bench.technician.get(room(parcel));
		expect(text).toContain('value="Main board"');
		expect(text).toContain('value="129,00"');
	});
});

test('a serial number that exists is refused at its field, and the unit is not replaced', async ({ stage, parcel }) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting');
	const empty = await bench.post('replace', { cause: 'supply', 'serial-1': '' });
	expect([empty.status, empty.text.includes('id="serial-1-error"')]).toEqual([400, true]);
	const taken = await bench.post('replace', { cause: 'supply', 'serial-1': 'KTM 8P61 1306' });
	expect([taken.status, taken.text.includes('id="serial-1-error"')]).toEqual([409, true]);
	expect(await bench.state()).toBe('inspecting');
});

test('without warranty neither repair nor replacement is offered, nor done, before a quote is accepted', async ({
	stage,
	parcel,
}) => {
	const bench = await benchOf(stage, parcel);
	await bench.put('inspecting', false);
	const { text } = await bench.technician.get(room(parcel));
	expect(text).not.toContain('action="?/repair"');
	const { status, text: answer } = await bench.post('repair', { cause: 'supply' });
	expect([status, mainOf(answer)]).toEqual([400, expect.stringMatching(/garanzia/i)]);
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
	expect(log).toMatch(/cause – Uso improprio/);
	const csv = await admin.get(`/desk/admin/audit.csv?action=rma-moved&subject=rma:${parcel}`);
	expect(csv.text).toContain('""cause"":""handling""');
	const { text } = await (await stage.customer('C1002')).get(`/rma/${parcel}`);
	expect(text).not.toMatch(/handling|Uso improprio/);
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
