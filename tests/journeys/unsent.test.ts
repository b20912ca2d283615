import { afterAll, beforeAll, describe, expect } from 'vitest';
import { enterPortal, hydrated, openBrowser, visit, type Browser, type Page } from '../browser.ts';
import { password, test, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

async function enter(stage: Demonstration): Promise<Page> {
	const page = await visit(browser, stage.portal.origin);
	await enterPortal(page, 'C1001', password);
	return page;
}

const failed = (page: Page) => page.locator('[data-keeping="failed"]').waitFor();

describe('what can be neither kept nor sent stays in the form', () => {
	const sending = (page: Page) => page.locator('button[formaction="?/open"]');
	const neither = (page: Page) =>
		page.locator('[data-keeping="failed"]', { hasText: 'Né inviato né salvato' }).waitFor();

	test('while its writer is logged out; he logs in at another window and sends it', async ({ stage }) => {
		const page = await enter(stage);
		await page.goto(units.italian);
		await hydrated(page);
		await page.context().clearCookies();
		await page.locator('[name="subject"]').fill('Typed too late');
		await failed(page);
		await sending(page).click();
		await neither(page);
		expect(await page.locator('[name="subject"]').inputValue()).toBe('Typed too late');

		const [door] = await Promise.all([
			page.context().waitForEvent('page'),
			page.locator('[data-keeping] a[href="/login"]').click(),
		]);
		await enterPortal(door, 'C1001', password);
		await sending(page).click();
		await page.waitForURL(/\/tickets\/\d+$/);
		expect(await page.locator('main').textContent()).toContain('Typed too late');
	});

	test('while there is no connection', async ({ stage }) => {
		const page = await enter(stage);
		await page.goto(units.italian);
		await hydrated(page);
		await page.context().setOffline(true);
		await page.locator('[name="subject"]').fill('Sent from the pit');
		await failed(page);
		await sending(page).click();
		await neither(page);
		await page.context().setOffline(false);
		await sending(page).click();
		await page.waitForURL(/\/tickets\/\d+$/);
		expect(await page.locator('main').textContent()).toContain('Sent from the pit');
	});
});
