import { afterAll, beforeAll, expect } from 'vitest';
import { hydrated, openBrowser, visit, type Browser } from '../browser.ts';
import { password, test, units } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

test('a long name in Arabic reads from the right, with its end at the left', async ({ stage }) => {
	const page = await visit(browser, stage.portal.origin);
	await page.goto(`/login?to=${encodeURIComponent(units.italian)}`);
	await page.locator('[name="code"]').fill('C1001');
	await page.locator('[name="password"]').fill(password);
	await page.locator('form:has([name="code"]) button').click();
	await page.waitForURL(`**${units.italian}`);
	await hydrated(page);
	const leftOf = async (part: string) => (await page.locator(`.file ${part}`).boundingBox())?.x ?? Number.NaN;
	for (const [name, isRightToLeft] of [
		['سجل قراءة وحدة التحكم الأولى.log', true],
		['reading of the first control unit.log', false],
	] as const) {
		const file = { name, mimeType: 'text/plain', buffer: Buffer.from('vbatt 12,08') };
		await page.locator('[name="file.tool-log"]').setInputFiles(file);
		await page.locator('.file [name="attached"]').waitFor({ state: 'attached' });
		expect((await leftOf('.tail')) < (await leftOf('.head'))).toBe(isRightToLeft);
		await page.locator('.file button').click();
	}
});
