import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { administer, save } from '../administering.ts';
import { hydrated, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, password, test, type Demonstration } from '../demonstration.ts';
import { ktag, sendParcel } from '../parcels.ts';
import { readPdf } from '../pdf.ts';
import { isDrawn, photo, svg } from '../pictures.ts';
import { fillIn, permit } from '../returning.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const product = '/desk/admin/products/k-tag';
const add = `${product}/accessories/new`;

const file = (page: Page) => page.locator('[name="file.other"]');
const slugsOn = (page: Page) =>
	page.locator('tr[data-accessory]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-accessory')));

async function addNamed(stage: Demonstration, en: string): Promise<void> {
	const names = { 'name-en': en, 'name-it': '', 'name-fr': '', 'name-es': '', 'name-ru': '' };
	const admin = await stage.staff('admin');
	const answer = await admin.post(`${add}?/add`, { ...names, picture: 'box', after: '' });
	expect(answer.status).toBe(303);
}

async function remove(stage: Demonstration, slug: string): Promise<void> {
	const page = await administer(browser, stage, `${product}/accessories/${slug}`);
	await page.locator('form[action="?/remove"] button').click();
	await page.waitForURL('**?done=removed');
}

for (const javaScript of [true, false]) {
	const word = javaScript ? 'with' : 'without';
	test(`${word} script an administrator gives a product an accessory with a picture of its own, which the form shows`, async ({
		stage,
	}) => {
		const page = await administer(browser, stage, product, { javaScript });
		const before = await slugsOn(page);
		await page.locator('main a.button').click();
		await page.locator('[name="name-en"]').fill(`Cable ${word} script`);
		await page.locator('[name="name-it"]').fill(`Cavo ${word}`);
		await page.locator('[name="after"]').selectOption('usb-cable');
		await file(page).setInputFiles(await photo(javaScript ? 'orange' : 'teal'));
		await save(page);
		await page.waitForURL('**?done=added');
		const slug = `cable-${word}-script`;
		expect(await slugsOn(page)).toEqual(before.toSpliced(before.indexOf('usb-cable') + 1, 0, slug));
		expect(await isDrawn(page, `tr[data-accessory="${slug}"] img`)).toBe(true);

		const serial = javaScript ? 'KTM-7R20-0412' : 'KTM-8P61-1306';
		const code = javaScript ? 'C1001' : 'C4001';
		const rma = await permit(stage, { code, serial });
		const form = await visit(browser, stage.portal.origin, { javaScript });
		await form.goto(`/login?to=/rma/${rma.number}`);
		await form.locator('[name="code"]').fill(code);
		await form.locator('[name="password"]').fill(password);
		await form.locator('form:has([name="code"]) button').click();
		const asked = form.locator(`[role="radiogroup"]:has([name="accessory-1-${slug}"])`);
		// The Russian has no name of its own: the English one stands for it.
		expect(await asked.locator('.name').innerText()).toBe(javaScript ? 'Cavo with' : 'Cable without script');
		expect(await isDrawn(form, `[role="radiogroup"]:has([name="accessory-1-${slug}"]) img`)).toBe(true);

		await page.locator(`tr[data-accessory="${slug}"] a`).click();
		await page.locator('[name="name-en"]').fill(`Cable ${word} another name`);
		await page.locator('[name="picture"][value="case"]').check();
		await page.locator('[name="after"]').selectOption('');
		await save(page);
		await page.waitForURL('**?done=saved');
		expect((await slugsOn(page))[0]).toBe(slug);
		expect(await page.locator(`tr[data-accessory="${slug}"] img`).count()).toBe(0);
		await remove(stage, slug);
		expect([...troublesOf(page), ...troublesOf(form)]).toEqual([]);
	});
}

test('a picture is served to be kept for good, and a missing one is not', async ({ stage }) => {
	const page = await administer(browser, stage, add);
	await page.locator('[name="name-en"]').fill('Red cable');
	await file(page).setInputFiles(await photo('red'));
	await save(page);
	await page.waitForURL('**?done=added');
	const address = await page.locator('tr[data-accessory="red-cable"] img').getAttribute('src');
	const kept = await fetch(stage.portal.origin + address);
	expect(kept.headers.get('content-type')).toBe('image/webp');
	expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
	const { width, height, format } = await sharp(Buffer.from(await kept.arrayBuffer())).metadata();
	expect({ width, height, format }).toEqual({ width: 192, height: 144, format: 'webp' });
	const missing = await fetch(`${stage.portal.origin}/accessories/${'0'.repeat(64)}.webp`);
	expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
	await remove(stage, 'red-cable');
});

test('what is no picture is refused at its field, and everything typed stays', async ({ stage }) => {
	const page = await administer(browser, stage, add);
	await page.locator('[name="name-en"]').fill('Drawn cable');
	await page.locator('[name="name-ru"]').fill('Кабель');
	await page.locator('[name="picture"][value="dongle"]').check();
	const large = Buffer.concat([(await photo()).buffer, Buffer.alloc(2 * 1024 * 1024)]);
	for (const wrong of [svg, { ...svg, buffer: large }]) {
		await file(page).setInputFiles(wrong);
		const [answer] = await Promise.all([page.waitForNavigation(), save(page)]);
		expect(answer?.status()).toBe(400);
		expect(await page.locator('#file-error').textContent()).toContain('2 MiB');
		expect(await page.locator('[name="name-ru"]').inputValue()).toBe('Кабель');
		expect(await page.locator('[name="picture"]:checked').inputValue()).toBe('dongle');
	}
	expect(stage.stored()).toEqual([]);
	expect(await stage.query('select from accessory_picture where length(bytes) = 0')).toEqual([]);
});

test('a picture that was sent with a form that is refused is still there, chosen', async ({ stage }) => {
	await addNamed(stage, 'Taken');
	const page = await administer(browser, stage, add);
	await page.locator('[name="name-en"]').fill('taken');
	await file(page).setInputFiles(await photo('navy'));
	await save(page);
	expect(await page.locator('#name-en-error').textContent()).toMatch(/already/);
	const chosen = await page.locator('[name="picture"]:checked').inputValue();
	expect(chosen).toMatch(/^[0-9a-f]{64}$/);
	await page.locator('[name="name-en"]').fill('Free');
	await save(page);
	await page.waitForURL('**?done=added');
	expect(await page.locator('tr[data-accessory="free"] img').getAttribute('src')).toContain(chosen);
	for (const slug of ['taken', 'free']) await remove(stage, slug);
});

test('of two administrators who change an accessory at once the second sees what is now, keeps what he typed and decides', async ({
	stage,
}) => {
	const path = `${product}/accessories/adapters`;
	const [first, second] = [await administer(browser, stage, path), await administer(browser, stage, path)];
	await first.locator('[name="name-fr"]').fill('Adaptateurs');
	await save(first);
	await first.waitForURL('**?done=saved');
	await second.locator('[name="name-fr"]').fill('Jeu d’adaptateurs');
	const [answer] = await Promise.all([second.waitForNavigation(), save(second)]);
	expect(answer?.status()).toBe(409);
	expect(await second.locator('[name="name-fr"]').inputValue()).toBe('Jeu d’adaptateurs');
	expect(await second.locator('#name-fr-hint').textContent()).toContain('Adaptateurs');
	await save(second);
	await second.waitForURL('**?done=saved');
});

test('beyond a hundred nothing is added, and the form says so', async ({ stage }) => {
	await stage.query(`update product set accessories = (
		select jsonb_agg(jsonb_build_object('slug', 'thing-' || n, 'names', jsonb_build_object('en', 'Thing ' || n), 'picture', 'box'))
		from generate_series(1, 100) as n
	) where slug = 'powergate3'`);
	const page = await administer(browser, stage, '/desk/admin/products/powergate3/accessories/new');
	await page.locator('[name="name-en"]').fill('The one too many');
	await save(page);
	expect(await page.locator('main [role="alert"]').textContent()).toContain('100');
	expect(await page.locator('[name="name-en"]').inputValue()).toBe('The one too many');
});

describe('an accessory that is taken from its product', () => {
	test('stays on the RMA whose form names it, by its name, on the page, on paper and at the desk', async ({
		stage,
	}) => {
		await addNamed(stage, 'Silver spoon');
		const rma = await permit(stage, { code: 'C1002', serial: 'KTM-9D55-1120' });
		await fillIn(stage, rma);
		await remove(stage, 'silver-spoon');
		const customer = await stage.customer('C1002');
		const technician = await stage.staff('technician');
		const pages = [
			await customer.get(`/rma/${rma.number}`),
			await technician.get(`/desk/rma/${rma.number}`),
			await technician.get(`/desk/rma/${rma.number}/receive`),
		];
		for (const { text } of pages) expect(mainOf(text)).toContain('Silver spoon');
		const paper = await fetch(`${stage.portal.origin}/rma/${rma.number}.pdf`, {
			headers: { cookie: [...customer.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
		});
		expect((await readPdf(new Uint8Array(await paper.arrayBuffer()))).text).toContain('Silver spoon');
	});

	test('is asked by no form any more, and one that was loaded before can be sent', async ({ stage }) => {
		await addNamed(stage, 'Golden spoon');
		const { number } = await permit(stage, { code: 'C3002', serial: 'KTM-8E34-0723' });
		const customer = await stage.customer('C3002');
		const version = /name="version" value="(\d+)"/.exec((await customer.get(`/rma/${number}`)).text)?.[1] ?? '';
		await remove(stage, 'golden-spoon');
		expect((await customer.get(`/rma/${number}`)).text).not.toContain('golden-spoon');
		const typed = { version, 'fault-1': 'No spoon', 'accessory-1-golden-spoon': 'in_parcel' };
		expect((await customer.post(`/rma/${number}?/save`, typed)).status).toBe(303);
		const [item] = await stage.query<{ form: unknown }>('select form from rma_item where rma_number = $1', [number]);
		expect(item?.form).toMatchObject({ fault: 'No spoon', accessories: {} });
	});
});

test('the receiving desk shows the pictures of what must be there, also once its network is away', async ({
	stage,
}) => {
	const admin = await administer(browser, stage, `${product}/accessories/usb-cable`);
	await file(admin).setInputFiles(await photo('green'));
	await save(admin);
	await admin.waitForURL('**?done=saved');
	const rma = await sendParcel(stage.databaseUrl, { serial: 'KT-PICTURE-1', accessories: ktag });
	const page = await visit(browser, stage.portal.origin, { phone: true });
	await page.goto(`/desk/login?to=/desk/rma/${rma}/receive`);
	await page.locator('input[name="email"]').fill('technician@serialdesk.test');
	await page.locator('input[name="password"]').fill(password);
	await page.locator('form:has(input[name="email"]) button').click();
	await page.waitForURL(`**/desk/rma/${rma}/receive`);
	await hydrated(page);
	expect(await isDrawn(page, 'label:has([value="1.usb-cable"]) img')).toBe(true);
	await page.context().setOffline(true);
	const box = page.locator('label:has([value="1.usb-cable"])');
	await box.click();
	expect(await isDrawn(page, 'label:has([value="1.usb-cable"]) img')).toBe(true);
	expect(await page.locator('label:has([value="1.flat-cable"]) svg').count()).toBe(1);
	await page.context().setOffline(false);
});

test('an address that names nothing is not found, whatever is in it', async ({ stage }) => {
	const admin = await stage.staff('admin');
	for (const odd of ['%00', '%EF%BF%BD', '..%2Fk-tag', "'", 'K-TAG']) {
		const pages = [`/desk/admin/products/${odd}`, `${product}/accessories/${odd}`, `/desk/admin/carriers/${odd}`];
		for (const path of [...pages, `/accessories/${odd}.webp`])
			expect([path, (await admin.get(path)).status]).toEqual([path, 404]);
		const removed = await admin.post(`${product}/accessories/${odd}?/remove`, { shown: '' });
		expect([odd, removed.status]).toEqual([odd, 404]);
	}
});

test('an auditor reads what belongs to a product and who carries parcels, and changes neither', async ({ stage }) => {
	await stage.query(`update staff set role = 'auditor' where email = 'supervisor@serialdesk.test'`);
	const auditor = await stage.staff('supervisor');
	const seen = await auditor.get(product);
	expect(seen.text).toContain('data-accessory="usb-cable"');
	expect(seen.text).not.toContain('<form method="POST" action="?/change"');
	const carriers = await auditor.get('/desk/admin/carriers');
	expect(carriers.text).toContain('data-carrier="DHL"');
	const closed = [add, `${product}/accessories/case`, '/desk/admin/carriers/new', '/desk/admin/carriers/1'];
	for (const path of closed) expect([path, (await auditor.get(path)).status]).toEqual([path, 403]);
	const actions = [`${product}?/change`, `${add}?/add`, `${product}/accessories/case?/remove`];
	for (const path of actions) expect([path, (await auditor.post(path)).status]).toEqual([path, 403]);
	const stranger = await stage.customer('C5001');
	for (const path of [product, ...closed]) expect([path, (await stranger.get(path)).status]).toEqual([path, 403]);
});
