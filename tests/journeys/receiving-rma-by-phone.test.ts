import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { hydrated, openBrowser, troublesOf, type Browser, type Page } from '../browser.ts';
import { png, test, type Demonstration } from '../demonstration.ts';
import { enterDock, keptOn, keptPhotos, openParcel, photosOf, stepsOf } from '../dock.ts';
import { filmCode, ktag, photograph, sendParcel } from '../parcels.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const photo = { name: 'parcel.png', mimeType: 'image/png', buffer: png };

describe('on a phone without a network', () => {
	test('what was ticked and photographed waits, survives a reload, and is sent by itself, once', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-OFFLINE-1', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await openParcel(page, rma);
		for (const code of ['1', '1.usb-cable', '1.flat-cable', '1.case'])
			await page.locator(`input[value="${code}"]`).check();
		await page.locator('input[type="file"]').setInputFiles(photo);
		await page.locator('img[alt="parcel.png"]').waitFor();
		await page.reload();
		await page.locator('img[alt="parcel.png"]').waitFor();
		expect(await page.locator('input[name="present"]:checked').count()).toBe(4);
		await page.context().setOffline(true);
		await page.locator('button[formaction="?/accept"]').click();
		await page.locator('main .banner', { hasText: 'Kept on this phone' }).waitFor();
		expect(await stepsOf(stage, rma, 'receive')).toEqual([]);
		await page.context().setOffline(false);
		await page.waitForURL(`**/desk/rma?done=received&rma=${rma}`);
		expect(await stepsOf(stage, rma, 'receive')).toEqual([{ details: {} }]);
		expect(await photosOf(stage, rma)).toBe(1);
		expect(await keptOn(page)).toEqual([]);
	});

	test('what was done already is not done twice when only the answer was lost', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-LOST-1', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await openParcel(page, rma);
		for (const box of await page.locator('input[name="present"]').all()) await box.check();
		let lost = 0;
		await page.route(/\/receive\?\/accept$/, async (route) => {
			if (lost++ > 0) return route.continue();
			await route.fetch({ maxRedirects: 0 });
			await route.abort();
		});
		await page.locator('button[formaction="?/accept"]').click();
		await page.waitForURL(`**/desk/rma?done=received&rma=${rma}`);
		expect([lost, await stepsOf(stage, rma, 'receive')]).toEqual([2, [{ details: {} }]]);
	});

	test('what a colleague did meanwhile is shown, and not sent again', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-RACE-1', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await openParcel(page, rma);
		await page.locator('input[value="1"]').check();
		await page.locator('button[formaction="?/refuse"]').click();
		await page.locator('textarea[name="reason"]').fill('Rotto.');
		await page.context().setOffline(true);
		await page.locator('button[formaction="?/refuse"]').click();
		await page.locator('main .banner', { hasText: 'Kept on this phone' }).waitFor();
		const colleague = await stage.staff('supervisor');
		const present = ['1', '1.usb-cable', '1.flat-cable', '1.case'];
		await colleague.postFiles(`/desk/rma/${rma}/receive?/accept`, { version: '2', present }, []);
		await page.context().setOffline(false);
		await page.locator('main', { hasText: 'Received on' }).waitFor();
		expect(await page.locator('main').innerText()).toContain('moved on');
		expect(await stepsOf(stage, rma, 'refuse')).toEqual([]);
	});

	test('what was not sent is gone from the phone after logout', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-LOGOUT-1', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await openParcel(page, rma);
		await page.locator('input[value="1"]').check();
		await expect.poll(() => keptOn(page)).toHaveLength(1);
		await page.locator('form[action="/logout"]').evaluate((form: HTMLFormElement) => form.submit());
		await page.waitForURL('**/desk/login');
		expect(await keptOn(page)).toEqual([]);
	});
});

describe('a photograph', () => {
	let folder = '';
	let original = '';
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'serialdesk-photo-'));
		original = path.join(folder, 'IMG_1.JPG');
		await writeFile(original, await photograph());
	});
	afterAll(() => rm(folder, { recursive: true }));

	test('is made upright and small before it is kept on the phone, and sent like that', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-PHOTO-1', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await openParcel(page, rma);
		await page.context().setOffline(true);
		await page.locator('input[type="file"]').setInputFiles(original);
		await page.locator('img[alt="IMG_1.jpg"]').waitFor();
		const [kept] = await keptPhotos(page);
		expect(kept).toBeLessThan((await stat(original)).size / 2);
		await page.context().setOffline(false);
		for (const box of await page.locator('input[name="present"]').all()) await box.check();
		await page.locator('button[formaction="?/accept"]').click();
		await page.waitForURL(`**/desk/rma?done=received&rma=${rma}`);
		const [sent] = await sentPhotos(page, stage, rma);
		expect(sent!.length).toBe(kept);
		expect(await sharp(sent).metadata()).toMatchObject({ format: 'jpeg', width: 1920, height: 2560 });
		expect(await isRedAbove(sent!)).toBe(true);
	});

	test('that was not small yet when its page went becomes so in the next', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-PHOTO-4', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await page.addInitScript(() => {
			if (localStorage.getItem('hurries')) return;
			globalThis.createImageBitmap = () => new Promise(() => {});
		});
		await openParcel(page, rma);
		await page.locator('input[type="file"]').setInputFiles(original);
		await expect.poll(() => keptPhotos(page)).toEqual([(await stat(original)).size]);
		await page.evaluate(() => localStorage.setItem('hurries', 'yes'));
		await openParcel(page, rma);
		await page.locator('img[alt="IMG_1.jpg"]').waitFor();
		const [kept] = await keptPhotos(page);
		expect(kept).toBeLessThan((await stat(original)).size / 2);
	});

	test('that the browser cannot make smaller is sent as it is', async ({ stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-PHOTO-2', accessories: ktag });
		const page = await enterDock(browser, stage, { phone: true });
		await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'createImageBitmap'));
		await openParcel(page, rma);
		await page.locator('input[type="file"]').setInputFiles(original);
		for (const box of await page.locator('input[name="present"]').all()) await box.check();
		await page.locator('button[formaction="?/accept"]').click();
		await page.waitForURL(`**/desk/rma?done=received&rma=${rma}`);
		const [sent] = await sentPhotos(page, stage, rma);
		expect(sent!.equals(await readFile(original))).toBe(true);
	});

	test('that is added on the bench is looked at first, and stays chosen when it does not arrive', async ({
		stage,
	}) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-PHOTO-3', accessories: ktag });
		const found = { version: '2', present: ['1', '1.usb-cable', '1.flat-cable', '1.case'] };
		await (await stage.staff('technician')).postFiles(`/desk/rma/${rma}/receive?/accept`, found, []);
		const page = await enterDock(browser, stage);
		await page.goto(`/desk/rma/${rma}`);
		await page.locator(`a[href="/desk/rma/${rma}/receive#photos"]`).click();
		await page.waitForURL('**/receive#photos');
		await hydrated(page);
		await page.locator('input[type="file"]').setInputFiles(original);
		await page.locator('input[type="file"]').setInputFiles(photo);
		await page.locator('img[alt="IMG_1.jpg"]').waitFor();
		await page.locator('img[alt="parcel.png"] + button').click();
		await page.context().setOffline(true);
		await page.locator('form[action="?/photograph"] button[type="submit"]').click();
		await page.locator('.field-error', { hasText: 'The connection broke off' }).waitFor();
		await page.context().setOffline(false);
		await page.locator('form[action="?/photograph"] button[type="submit"]').click();
		await page.locator('a[href^="/rma/photos/"]').waitFor();
		expect(await page.locator('img[alt="IMG_1.jpg"]').count()).toBe(0);
		const sent = await sentPhotos(page, stage, rma);
		expect(sent).toHaveLength(1);
		expect(await sharp(sent[0]).metadata()).toMatchObject({ width: 1920, height: 2560 });
	});
});

/** What the portal has of an RMA's photographs. */
async function sentPhotos(page: Page, { query }: Demonstration, rma: number): Promise<Buffer[]> {
	const rows = await query<{ id: string }>('select attachment_id as id from rma_photo where rma_number = $1', [rma]);
	return Promise.all(rows.map(async ({ id }) => (await page.request.get(`/rma/photos/${id}`)).body()));
}

async function isRedAbove(picture: Buffer): Promise<boolean> {
	const { data } = await sharp(picture).resize(1, 2, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true });
	const [red = 0, green = 0, , redBelow = 0, greenBelow = 0] = data;
	return red - green > 60 && redBelow - greenBelow < 20;
}

describe('the camera', () => {
	test.for(['datamatrix', 'code128'] as const)('reads a code of the kind %s', async (kind, { stage }) => {
		const rma = await sendParcel(stage.databaseUrl, { serial: `KT-CAMERA-${kind}`, accessories: ktag });
		const folder = await mkdtemp(path.join(tmpdir(), 'serialdesk-camera-'));
		const film = path.join(folder, 'code.y4m');
		await filmCode(`RMA-${rma}`, kind, film);
		const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
		const filming = await openBrowser(...flags, `--use-file-for-fake-video-capture=${film}`);
		try {
			const page = await enterDock(filming, stage);
			await page.locator('header nav a[href="/desk/rma"]').click();
			await page.waitForURL('**/desk/rma');
			await page.locator('form[action="?/scan"] button[type="button"]').click();
			await page.waitForURL(`**/desk/rma/${rma}/receive`, { timeout: 20_000 });
			expect(troublesOf(page)).toEqual([]);
		} finally {
			await filming.close();
			await rm(folder, { recursive: true, force: true });
		}
	});

	test('that is not there is said in words, and forbidden on every other page', async ({ stage }) => {
		const page = await enterDock(browser, stage);
		await page.goto('/desk/rma');
		await hydrated(page);
		await page.locator('form[action="?/scan"] button[type="button"]').click();
		await page.locator('dialog .banner').waitFor();
		expect(await page.locator('dialog').innerText()).toContain('type the number');
		const technician = await stage.staff('technician');
		expect((await technician.get('/desk/rma')).headers.get('permissions-policy')).toContain('camera=(self)');
		expect((await technician.get('/desk/queue')).headers.get('permissions-policy')).toContain('camera=()');
	});
});
