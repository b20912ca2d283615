import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, troublesOf, visit, type Browser } from '../browser.ts';
import { cloneDemonstration, openTicket, password, units } from '../demonstration.ts';
import { Visitor } from '../http.ts';
import { startPortal, type Portal } from '../portal.ts';

let browser: Browser;
let portal: Portal;

beforeAll(async () => {
	portal = await startPortal({ databaseUrl: await cloneDemonstration() });
	browser = await openBrowser();
});

afterAll(async () => {
	await browser?.close();
	await portal?.stop('SIGINT');
});

test('a newcomer reads the letters of his demonstration in the mailbox, in light and dark', async () => {
	const customer = new Visitor(portal.origin);
	await customer.login('C4001', password);
	const number = await openTicket(customer, units.russian, { subject: 'Чтение останавливается', message: 'Дважды.' });
	await expect
		.poll(async () => (await customer.get('/dev/mailbox')).text, { timeout: 20_000 })
		.toContain(`[${number}]`);
	for (const dark of [false, true]) {
		const page = await visit(browser, portal.origin, { dark });
		await page.goto('/dev/mailbox');
		await expectAccessible(page);
		expect(await page.locator('body').textContent()).toContain('master@stepnoy-motor.test');
		expect(troublesOf(page)).toEqual([]);
	}
});
