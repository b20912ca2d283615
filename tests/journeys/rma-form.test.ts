import { afterAll, beforeAll, expect } from 'vitest';
import { makeQuote } from '../../src/rma/quoting.ts';
import { expectAccessible, hydrated, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { password, test, type Demonstration } from '../demonstration.ts';
import { arrive, permit, writing, type Returning } from '../returning.ts';
import { asTechnician } from '../sending.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

type Sending = { stage: Demonstration; code: string; serial: string; javaScript: boolean };

/** On a phone and by its keyboard alone: the form, the parcel, the quote. */
async function tell({ stage, code, serial, javaScript }: Sending): Promise<void> {
	const rma = await permit(stage, { code, serial, inWarranty: false, instructions: 'Imballi bene.' });
	const address = `/rma/${rma.number}`;
	const page = await visit(browser, stage.portal.origin, { phone: true, javaScript });
	await enter(page, code);
	await page.goto(address);
	await writeHalf(page, javaScript);
	await page.goto(address);
	expect(await page.locator('[name="contact"]').inputValue()).toBe('Aldo Ferri');
	expect(await page.locator('[name="accessory-1-usb-cable"][value="missing"]').isChecked()).toBe(true);

	await press(page, '[formaction="?/complete"]');
	await page.locator('#declared-error').waitFor();
	expect(await page.locator('[name="fault-1"]').inputValue()).toBe('Si ferma al 40 %.');
	if (javaScript) await expectAccessible(page);
	await writeRest(page);
	await press(page, '[formaction="?/complete"]');
	await page.waitForURL(/done=completed/);
	expect(await page.locator('main').innerText()).toContain('Si ferma al 40 %.');

	await page.locator('[name="carrier"]').fill('GLS');
	await page.locator('[name="tracking"]').fill('Z60X1234');
	await press(page, 'form[action="?/send"] button');
	await page.waitForURL(/done=send/);
	expect(await page.locator('a[href*="gls-group"]').getAttribute('rel')).toContain('noopener');

	await makeAQuote(stage, rma);
	await page.goto(address);
	const accept = page.locator('form[action="?/accept"] button');
	expect(await accept.innerText()).toMatch(/240,00/);
	if (javaScript) await expectAccessible(page);
	await press(page, 'form[action="?/accept"] button');
	await page.waitForURL(/done=accept/);
	expect(await page.locator('[data-rma]').getAttribute('data-state')).toBe('accepted');
	expect(troublesOf(page)).toEqual([]);
}

async function enter(page: Page, code: string): Promise<void> {
	await page.goto('/login');
	await page.locator('[name="code"]').fill(code);
	await page.locator('[name="password"]').fill(password);
	await press(page, 'form:has([name="code"]) button');
	await page.waitForURL('**/tickets');
}

/** What he has before the telephone rings: saved by itself, or without script by its button. */
async function writeHalf(page: Page, javaScript: boolean): Promise<void> {
	if (javaScript) await hydrated(page);
	await page.locator('[name="contact"]').focus();
	await page.keyboard.type('Aldo Ferri');
	await page.locator('[name="fault-1"]').focus();
	await page.keyboard.type('Si ferma al 40 %.');
	await page.locator('[name="accessory-1-usb-cable"][value="in_parcel"]').focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowRight');
	if (javaScript) await page.locator('[data-keeping="saved"]').waitFor();
	else {
		await press(page, '[action="?/save"] button:not([formaction])');
		await page.waitForURL(/done=saved/);
	}
}

async function writeRest(page: Page): Promise<void> {
	await page.locator('[name="purchased-1"]').fill('2024-03-01');
	for (const choice of await page.locator('[name^="accessory-1-"][value="in_parcel"]').all()) {
		if ((await choice.getAttribute('name')) === 'accessory-1-usb-cable') continue;
		await choice.focus();
		await page.keyboard.press('Space');
	}
	for (const field of ['contact', 'company', 'street', 'postcode', 'city', 'phone'])
		if (!(await page.locator(`[name="${field}"]`).inputValue())) await page.locator(`[name="${field}"]`).fill('12');
	await page.locator('#declared').focus();
	await page.keyboard.press('Space');
}

async function makeAQuote(stage: Demonstration, rma: Returning): Promise<void> {
	const technician = asTechnician(rma.technician);
	const lines = [
		{ text: 'Connettore USB', amount: 9000 },
		{ text: 'Due ore di lavoro', amount: 15_000 },
	];
	const quote = { lines, currency: 'EUR', vatNote: '', validUntil: '2099-01-31' };
	await arrive(stage, rma);
	await writing(stage, async (trx) => makeQuote(trx, technician, await rma.shown(trx), quote, new Date()));
}

async function press(page: Page, button: string): Promise<void> {
	await page.locator(button).focus();
	await page.keyboard.press('Enter');
}

test('on a phone a workshop writes the form bit by bit, completes it, says that it is sent and accepts the quote', async ({
	stage,
}) => {
	await tell({ stage, code: 'C1001', serial: 'KTM-7R20-0412', javaScript: true });
});

test('without JavaScript it comes as far', async ({ stage }) => {
	await tell({ stage, code: 'C4001', serial: 'KTM-8P61-1306', javaScript: false });
});
