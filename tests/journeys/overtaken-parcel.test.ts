import { afterAll, beforeAll, expect } from 'vitest';
import { openBrowser, type Browser } from '../browser.ts';
import { png, test } from '../demonstration.ts';
import { enterDock, keptOn, keptPhotos, openParcel, photosOf, stepsOf } from '../dock.ts';
import { ktag, sendParcel } from '../parcels.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const photo = { name: 'parcel.png', mimeType: 'image/png', buffer: png };

test('photographs that a colleague’s decision has overtaken are still there to be added', async ({ stage }) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-RACE-2', accessories: ktag });
	const page = await enterDock(browser, stage, { phone: true });
	await openParcel(page, rma);
	await page.locator('input[type="file"]').setInputFiles(photo);
	await expect.poll(() => keptPhotos(page)).toHaveLength(1);
	const colleague = await stage.staff('supervisor');
	const present = ['1', '1.usb-cable', '1.flat-cable', '1.case'];
	await colleague.postFiles(`/desk/rma/${rma}/receive?/accept`, { version: '2', present }, []);
	await openParcel(page, rma);
	await page.locator('img[alt="parcel.png"]').waitFor();
	await page.locator('form[action="?/photograph"] button[type="submit"]').click();
	await page.locator('a[href^="/rma/photos/"]').waitFor();
	expect(await photosOf(stage, rma)).toBe(1);
	await expect.poll(() => keptOn(page)).toEqual([]);
});

test('what was decided without a network and overtaken is told when the page is opened again', async ({ stage }) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-RACE-3', accessories: ktag });
	const page = await enterDock(browser, stage, { phone: true });
	await openParcel(page, rma);
	for (const box of await page.locator('input[name="present"]').all()) await box.check();
	await page.locator('input[type="file"]').setInputFiles(photo);
	await page.locator('img[alt="parcel.png"]').waitFor();
	await page.route(/\/receive\?\/accept$/, (route) => route.abort());
	await page.locator('button[formaction="?/accept"]').click();
	await page.locator('main .banner', { hasText: 'Kept on this phone' }).waitFor();
	const colleague = await stage.staff('supervisor');
	await colleague.postFiles(`/desk/rma/${rma}/receive?/refuse`, { version: '2', reason: 'Wet.' }, []);
	await page.unroute(/\/receive\?\/accept$/);
	await page.reload();
	await page.locator('main', { hasText: 'moved on' }).waitFor();
	expect(await stepsOf(stage, rma, 'receive')).toEqual([]);
});
