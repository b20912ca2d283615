import { afterAll, beforeAll, expect } from 'vitest';
import { send } from '../../src/rma/travelling.ts';
import { administer, save } from '../administering.ts';
import { openBrowser, troublesOf, type Browser, type Page } from '../browser.ts';
import { mainOf, test, type Demonstration } from '../demonstration.ts';
import { fillIn, permit, writing } from '../returning.ts';
import { asCustomer } from '../sending.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const carriers = '/desk/admin/carriers';

const namesOn = (page: Page) => page.locator('tr[data-carrier] .lead').allInnerTexts();

async function idOf({ query }: Demonstration, name: string): Promise<number> {
	const [row] = await query<{ id: number }>('select id::int as id from carrier where name = $1', [name]);
	return row?.id ?? 0;
}

for (const javaScript of [true, false]) {
	const name = javaScript ? 'Corriere Inventato' : 'Corriere Immaginario';
	test(`${javaScript ? 'with' : 'without'} script an administrator adds a carrier, sees its link, moves and removes it`, async ({
		stage,
	}) => {
		const page = await administer(browser, stage, carriers, { javaScript });
		const before = await namesOn(page);
		await page.locator('.page-head a.button').click();
		await page.locator('[name="name"]').fill(name);
		await page.locator('[name="address"]').fill('javascript:alert("{tracking}")');
		await page.locator('[name="after"]').selectOption('DHL');
		await save(page);
		expect(await page.locator('#address-error').textContent()).toContain('{tracking}');
		expect(await page.locator('[name="name"]').inputValue()).toBe(name);
		expect(await page.locator('[name="after"]').inputValue()).toBe('DHL');
		await page.locator('[name="address"]').fill('https://carrier.example/follow?n={tracking}');
		await save(page);
		await page.waitForURL('**?done=added');
		expect(await namesOn(page)).toEqual(before.toSpliced(before.indexOf('DHL') + 1, 0, name));
		const link = page.locator(`tr[data-carrier="${name}"] a[rel]`);
		expect(await link.getAttribute('href')).toBe('https://carrier.example/follow?n=1234567890');

		await page.locator(`tr[data-carrier="${name}"] .lead a`).click();
		await page.locator('[name="after"]').selectOption('');
		await save(page);
		await page.waitForURL('**?done=saved');
		expect((await namesOn(page))[0]).toBe(name);

		await page.locator(`tr[data-carrier="${name}"] .lead a`).click();
		await page.locator('form[action="?/remove"] button').click();
		await page.waitForURL('**?done=removed');
		expect(await namesOn(page)).toEqual(before);
		expect(troublesOf(page)).toEqual([]);
	});
}

test('a parcel keeps the name of a carrier that is gone, and only its link goes', async ({ stage }) => {
	const rma = await permit(stage, { code: 'C1001', serial: 'KTM-7R20-0412' });
	await fillIn(stage, rma);
	await writing(stage, async (trx) =>
		send(trx, asCustomer(rma.sender), await rma.shown(trx), { carrier: 'SEUR', tracking: 'Z60X' }, new Date()),
	);
	const customer = await stage.customer('C1001');
	const pageOf = async () => (await customer.get(`/rma/${rma.number}`)).text;
	expect(await pageOf()).toContain('href="https://www.seur.com/miseur/mis-envios?tracking=Z60X"');
	const admin = await administer(browser, stage, `${carriers}/${await idOf(stage, 'SEUR')}`);
	await admin.locator('form[action="?/remove"] button').click();
	await admin.waitForURL('**?done=removed');
	const after = await pageOf();
	expect(after).not.toContain('seur.com');
	expect(mainOf(after)).toMatch(/SEUR Z60X/);
	const [left] = await stage.query('select carrier, tracking from rma where number = $1', [rma.number]);
	expect(left).toEqual({ carrier: 'SEUR', tracking: 'Z60X' });
});

test('of two administrators who change a carrier at once the second sees what is now, keeps what he typed and decides', async ({
	stage,
}) => {
	const path = `${carriers}/${await idOf(stage, 'GLS')}`;
	const [first, second] = [await administer(browser, stage, path), await administer(browser, stage, path)];
	await first.locator('[name="name"]').fill('GLS Italy');
	await save(first);
	await first.waitForURL('**?done=saved');
	await second.locator('[name="name"]').fill('GLS Group');
	const [answer] = await Promise.all([second.waitForNavigation(), save(second)]);
	expect(answer?.status()).toBe(409);
	expect(await second.locator('[name="name"]').inputValue()).toBe('GLS Group');
	expect(await second.locator('#name-hint').textContent()).toContain('GLS Italy');
	await save(second);
	await second.waitForURL('**?done=saved');
	expect(await namesOn(second)).toContain('GLS Group');
});

test('a name that another carrier has, and an address without a place for the number, are refused at their fields', async ({
	stage,
}) => {
	const page = await administer(browser, stage, `${carriers}/new`);
	await page.locator('[name="name"]').fill('dhl');
	await save(page);
	expect(await page.locator('#name-error').textContent()).toMatch(/already/);
	await page.locator('[name="name"]').fill('Another');
	await page.locator('[name="address"]').fill('https://carrier.example/follow');
	await save(page);
	expect(await page.locator('#address-error').textContent()).toContain('{tracking}');
	expect(await idOf(stage, 'Another')).toBe(0);
});
