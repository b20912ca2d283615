import { afterAll, beforeAll, expect } from 'vitest';
import { hydrated, openBrowser, troublesOf, type Browser, type Page } from '../browser.ts';
import { mainOf, png, test, type Demonstration } from '../demonstration.ts';
import { enterDock, photosOf, speakEnglish, stepsOf } from '../dock.ts';
import { ktag, sendParcel } from '../parcels.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

/** As a hand scanner does it. */
async function scan(page: Page, code: string): Promise<void> {
	// A scanner types wherever one is: the page must have put him into the box by itself.
	await page.locator('[name="q"]:focus').waitFor();
	await page.keyboard.type(code);
	await page.keyboard.press('Enter');
}

function letterTo({ sink }: Demonstration, said: string) {
	const fits = (mail: { text: string }) => mail.text.replace(/\s+/g, ' ').includes(said);
	return sink.waitFor((mail) => mail.envelope.to.includes('officina@valtorba-motori.test') && fits(mail), 30);
}

test('with a scanner a technician opens a form, ticks what is there and receives the parcel; scanned again it says by whom', async ({
	stage,
}) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-SCAN-1', accessories: ktag });
	const page = await enterDock(browser, stage);
	await page.goto('/desk/rma');
	await hydrated(page);
	await scan(page, `RMA-${rma}-1`);
	await page.waitForURL(`**/desk/rma/${rma}/receive#item-1`);
	await hydrated(page);
	for (const box of await page.locator('input[name="present"]').all()) await box.check();
	await page.locator('button[formaction="?/accept"]').click();
	await page.waitForURL(`**/desk/rma?done=received&rma=${rma}`);
	expect(await page.locator('main').innerText()).toContain(`RMA ${rma} is received`);
	await scan(page, `RMA-${rma}`);
	await page.locator('main .banner', { hasText: 'already' }).waitFor();
	expect(await page.locator('main').innerText()).toMatch(/Received on \d\d\/\d\d\/\d{4}, \d\d:\d\d by \S+ \S+/);
	// What was scanned is selected: the next code takes its place.
	await scan(page, `RMA-99999999`);
	await page.locator('main .banner', { hasText: '“RMA-99999999”' }).waitFor();
	expect(await stepsOf(stage, rma, 'receive')).toEqual([{ details: {} }]);
	expect(troublesOf(page)).toEqual([]);
});

test('a technician of another branch is told of a code what he would be told if it did not exist', async ({
	stage,
}) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-FOREIGN-1', accessories: ktag });
	const french = await stage.staff('technician.fr');
	const [foreign, missing] = [
		await french.post('/desk/rma?/scan', { q: `RMA-${rma}` }),
		await french.post('/desk/rma?/scan', { q: 'RMA-99999' }),
	];
	expect([foreign.status, missing.status]).toEqual([404, 404]);
	expect(mainOf(foreign.text)).toBe(mainOf(missing.text).replaceAll('RMA-99999', `RMA-${rma}`));
	expect((await french.get(`/desk/rma/${rma}/receive`)).status).toBe(404);
});

test('without a script a parcel with something missing is refused; the reason is proposed in the language of its sender, who gets it by mail', async ({
	stage,
}) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-REFUSED-1', accessories: ktag });
	const page = await enterDock(browser, stage, { javaScript: false });
	await page.goto('/desk/rma');
	await scan(page, `rma ${rma}`);
	await page.waitForURL(`**/desk/rma/${rma}/receive`);
	for (const code of ['1', '1.flat-cable', '1.case']) await page.locator(`input[value="${code}"]`).check();
	await page.locator('input[type="file"]').setInputFiles({ name: 'parcel.png', mimeType: 'image/png', buffer: png });
	await page.locator('button[formaction="?/refuse"]').click();
	const reason = page.locator('textarea[name="reason"]');
	expect(await reason.inputValue()).toMatch(/pacco.*USB/);
	expect(await page.locator('input[value="1.case"]').isChecked()).toBe(true);
	await reason.fill('Manca il cavo USB.');
	await page.locator('button[formaction="?/refuse"]').click();
	await page.waitForURL(`**/desk/rma?done=refused&rma=${rma}`);
	await letterTo(stage, 'Manca il cavo USB.');
	expect((await stepsOf(stage, rma, 'refuse'))[0]!.details).toMatchObject({ missing: ['usb-cable'] });
	expect(await photosOf(stage, rma)).toBe(1);
});

test('a parcel without a completed form can only be refused', async ({ stage }) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-FORMLESS-1' });
	const page = await enterDock(browser, stage);
	await page.goto('/desk/rma');
	await hydrated(page);
	await scan(page, `RMA-${rma}`);
	await page.locator('main .banner a').click();
	await page.waitForURL(`**/desk/rma/${rma}/receive`);
	expect(await page.locator('button[formaction="?/accept"]').count()).toBe(0);
	await page.locator('button[formaction="?/refuse"]').click();
	expect(await page.locator('textarea[name="reason"]').inputValue()).toContain('modulo');
});

test('a parcel with something missing is accepted by one more word, and its sender is told what it was', async ({
	stage,
}) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-MISSING-1', accessories: ktag });
	await speakEnglish(stage);
	const technician = await stage.staff('technician');
	const form = { key: `form-${crypto.randomUUID()}`, version: '2', present: ['1', '1.flat-cable', '1.case'] };
	const asked = await technician.postFiles(`/desk/rma/${rma}/receive?/accept`, form, []);
	expect(asked.status).toBe(400);
	expect(asked.text).toContain('name="nevertheless"');
	const sure = { ...form, nevertheless: 'on' };
	const answers = await Promise.all(
		[sure, sure].map((each) => technician.postFiles(`/desk/rma/${rma}/receive?/accept`, each, [])),
	);
	expect(answers.map(({ status }) => status)).toEqual([303, 303]);
	expect(await stepsOf(stage, rma, 'receive')).toEqual([{ details: { missing: ['usb-cable'] } }]);
	await letterTo(stage, 'non l’abbiamo trovato: Cavo USB');
	const again = await technician.post(`/desk/rma/${rma}/receive?/photograph`, { surplus: 'x' });
	expect(again.status).toBe(400);
	const picture = { field: 'file.other', name: 'late.png', body: png };
	const key = `form-${crypto.randomUUID()}`;
	const added = await technician.postFiles(`/desk/rma/${rma}/receive?/photograph`, { key }, [picture]);
	expect([added.status, await photosOf(stage, rma)]).toEqual([303, 1]);
	const wrong = await technician.postFiles(`/desk/rma/${rma}/receive?/photograph`, {}, [
		{ ...picture, name: 'invoice.pdf' },
	]);
	expect([wrong.status, mainOf(wrong.text)]).toEqual([400, expect.stringContaining('Only photographs')]);
});

test('the sender reads on his page in his language what was found in his parcel, what was missing first', async ({
	stage,
}) => {
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-READ-1', accessories: ktag });
	const customer = await stage.customer('C1001');
	const page = async () => mainOf((await customer.get(`/rma/${rma}`)).text).replace(/\s+/g, ' ');
	expect(await page()).not.toContain('Che cosa c’era nel pacco');
	const technician = await stage.staff('technician');
	const found = { version: '2', present: ['1', '1.flat-cable', '1.case'], nevertheless: 'on' };
	await technician.postFiles(`/desk/rma/${rma}/receive?/accept`, found, []);
	expect(await page()).toMatch(/Che cosa c’era nel pacco.*Cavo USB Non trovato.*K-TAG KT-READ-1 Trovato/);
});
