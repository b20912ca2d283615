import { afterAll, beforeAll, expect } from 'vitest';
import { administer, save } from '../administering.ts';
import { openBrowser, type Browser, type Page } from '../browser.ts';
import { mainOf, openTicket, test, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

async function branchPage({ query }: Demonstration, slug: string): Promise<string> {
	const [row] = await query<{ id: number }>('select id::int as id from branch where slug = $1', [slug]);
	return `/desk/admin/branches/${row?.id}`;
}

async function work(page: Page, hours: string): Promise<void> {
	for (const day of week) await page.locator(`[name="${day}"]`).fill(hours);
	await save(page);
	await page.waitForURL('**?done=saved');
}

/** How long the ticket has waited, as the French branch's queue says. */
async function waited(stage: Demonstration, number: number): Promise<string> {
	const { text } = await (await stage.staff('technician.fr')).get('/desk/queue');
	return mainOf(text).split(String(number))[1] ?? '';
}

test('an administrator changes the hours of France, and queue and recovery page go by them at once', async ({
	stage,
}) => {
	const number = await openTicket(await stage.customer('C2001'), units.slave);
	await stage.query(`update ticket set queued_at = now() - interval '10 days' where number = $1`, [number]);
	const page = await administer(browser, stage, await branchPage(stage, 'france'));
	expect(await page.locator('[name="monday"]').inputValue()).toBe('09:00–12:00, 14:00–18:30');
	await work(page, '');
	expect(mainOf((await stage.visitor().get('/recover')).text)).toMatch(/France closed/);
	expect(await waited(stage, number)).toMatch(/\b0 min/);
	await work(page, '0-24');
	expect(await page.locator('[name="sunday"]').inputValue()).toBe('00:00–24:00');
	expect(mainOf((await stage.visitor().get('/recover')).text)).toMatch(/France open until/);
	expect(await waited(stage, number)).toMatch(/\b240 h/);
});

test('hours that cannot be are refused day by day, and everything typed stays', async ({ stage }) => {
	const page = await administer(browser, stage, await branchPage(stage, 'spain'));
	await page.locator('[name="tuesday"]').fill('10–14, 13–19');
	await page.locator('[name="friday"]').fill('10–25');
	await page.locator('[name="phone"]').fill('+34 000 99');
	await save(page);
	expect(await page.locator('#tuesday-error').textContent()).toContain('10:00–14:00, 13:00–19:00');
	expect(await page.locator('#friday-error').textContent()).toContain('“25”');
	expect(await page.locator('[name="tuesday"]').inputValue()).toBe('10–14, 13–19');
	expect(await page.locator('[name="phone"]').inputValue()).toBe('+34 000 99');
	expect(await page.locator('[name="serves"]:checked').count()).toBe(2);
	const [spain] = await stage.query(`select version from branch where slug = 'spain'`);
	expect(spain).toEqual({ version: 1 });
});

test('of two administrators who change a branch at once the second sees what is now, keeps what he typed and decides', async ({
	stage,
}) => {
	const path = await branchPage(stage, 'spain');
	const [first, second] = [await administer(browser, stage, path), await administer(browser, stage, path)];
	await first.locator('[name="phone"]').fill('+34 000 11');
	await save(first);
	await first.waitForURL('**?done=saved');
	await second.locator('[name="phone"]').fill('+34 000 22');
	const [answer] = await Promise.all([second.waitForNavigation(), save(second)]);
	expect(answer?.status()).toBe(409);
	expect(await second.locator('[name="phone"]').inputValue()).toBe('+34 000 22');
	expect(await second.locator('#phone-hint').textContent()).toContain('+34 000 11');
	await save(second);
	await second.waitForURL('**?done=saved');
	expect((await stage.query(`select phone from branch where slug = 'spain'`))[0]).toEqual({ phone: '+34 000 22' });
});

test('who gives up a country is told how many customers move before they do', async ({ stage }) => {
	const page = await administer(browser, stage, await branchPage(stage, 'france'));
	const served = () => stage.query(`select from branch_country where country = 'FR'`);
	await page.locator('[name="serves"][value="FR"]').uncheck();
	await save(page);
	const question = await page.locator('main [role="alert"]').textContent();
	expect(question).toMatch(/SAS Alientech France/);
	expect(question).toMatch(/Alientech S\.r\.l\./);
	expect(await served()).toHaveLength(1);
	await save(page);
	await page.waitForURL('**?done=saved');
	expect(await served()).toHaveLength(0);
	await page.locator('fieldset:has([name="serves"]) summary').click();
	await page.locator('[name="serves"][value="FR"]').check();
	await save(page);
	await save(page);
	await page.waitForURL('**?done=saved');
	expect(await served()).toHaveLength(1);
});

test('a new branch serves its countries, and a country of another is refused by that one’s name', async ({ stage }) => {
	const page = await administer(browser, stage, '/desk/admin/branches/new');
	await page.locator('[name="name"]').fill('Portugal Lda');
	await page.locator('[name="slug"]').fill('portugal');
	await page.locator('[name="country"]').selectOption('PT');
	await page.locator('[name="zone"]').fill('europe/lisbon');
	await page.locator('[name="phone"]').fill('+351 000 55');
	await page.locator('[name="monday"]').fill('9–13');
	await page.locator('[name="language"][value="en"]').check();
	await page.locator('fieldset:has([name="serves"]) summary').click();
	await page.locator('[name="serves"][value="AD"]').check();
	await page.locator('[name="serves"][value="PT"]').check();
	await save(page);
	expect(await page.locator('#serves-error').textContent()).toContain('Alientech Iberica SLU serves Andorra');
	await page.locator('[name="serves"][value="AD"]').uncheck();
	await save(page);
	await page.waitForURL('**?done=added');
	expect(mainOf((await stage.visitor().get('/recover')).text)).toContain('+351 000 55');
	const [portugal] = await stage.query(`select time_zone as zone from branch where slug = 'portugal'`);
	expect(portugal).toEqual({ zone: 'Europe/Lisbon' });
});

test('an administrator changes after how many days silence has consequences', async ({ stage }) => {
	const page = await administer(browser, stage, '/desk/admin/branches');
	const form = page.locator('form[action^="?/silence"]');
	await form.locator('[name="reminded"]').fill('3');
	await form.locator('[name="closed"]').fill('3');
	await form.locator('button').click();
	expect(await page.locator('#closed-error').textContent()).toMatch(/\w/);
	await form.locator('[name="closed"]').fill('6');
	await form.locator('button').click();
	await page.waitForURL('**done=silence**');
	const [days] = await stage.query('select reminded_after_days as reminded, closed_after_days as closed from maker');
	expect(days).toEqual({ reminded: 3, closed: 6 });
});
