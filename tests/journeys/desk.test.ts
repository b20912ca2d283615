import { afterAll, beforeAll, expect } from 'vitest';
import { enterDesk, hydrated, openBrowser, visit, type Browser, type Page } from '../browser.ts';
import { openTicket, password, test, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

async function enter({ portal }: Demonstration): Promise<Page> {
	const page = await visit(browser, portal.origin);
	await enterDesk(page, 'technician@serialdesk.test', password);
	return page;
}

const taken = async ({ query }: Demonstration) =>
	(await query(`select 1 from ticket_event where kind = 'taken'`)).length;

test('a key that is held down takes one ticket of the queue', async ({ stage }) => {
	const customer = await stage.customer('C5001');
	for (let count = 0; count < 3; count++) await openTicket(customer, units.english);
	const page = await enter(stage);
	await hydrated(page);
	const before = await taken(stage);
	for (let nth = 0; nth < 4; nth++) await page.keyboard.down('n');
	await page.waitForURL('**/desk/tickets/*');
	await hydrated(page);
	expect((await taken(stage)) - before).toBe(1);
});

test('a note that is being written outlives its page and the session, and is gone once it is added', async ({
	stage,
}) => {
	const number = await openTicket(await stage.customer('C5001'), units.english);
	const page = await enter(stage);
	const address = `/desk/tickets/${number}`;
	await page.goto(address);
	await hydrated(page);
	await page.keyboard.press('i');
	await page.locator('[data-area="note"] [contenteditable="true"]').fill('Asked the workshop for a log.');
	await page.locator('[data-area="note"] [data-keeping="saved"]').waitFor();
	await page.context().clearCookies();
	await page.locator('[data-area="note"] button[type="submit"]').last().click();
	await page.waitForURL('**/desk/login*');
	await enterDesk(page, 'technician@serialdesk.test', password);
	await page.goto(address);
	const note = page.locator('form[data-area="note"]');
	await note.locator('[contenteditable="true"]', { hasText: 'Asked the workshop' }).waitFor();
	await note.locator('button[type="submit"]').last().click();
	await page.locator('article', { hasText: 'Asked the workshop' }).waitFor();
	await hydrated(page);
	expect(await page.locator('#write-reply').isChecked()).toBe(true);
	expect(await page.locator('textarea[name="note"]').inputValue()).toBe('');
});

test('a long word and a long name leave room for the rest of an RMA’s form and of a unit’s history', async ({
	stage,
}) => {
	const customer = await stage.customer('C5001');
	const number = await openTicket(customer, units.english);
	await stage.query(`update ticket set subject = repeat('Bootloader_', 15) where number = $1`, [number]);
	await stage.query(`update customer set company = 'Workshop ' || repeat('and Sons ', 15) where code = 'C5001'`);
	const page = await enter(stage);
	for (const width of [390, 768]) {
		await page.setViewportSize({ width, height: 800 });
		await page.goto(`/desk/tickets/${number}/rma`);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
		await page.goto('/desk/units/K2M-5C40-0666');
		const said = await page.locator(`[data-number="${number}"]`).boundingBox();
		expect(said?.width).toBeGreaterThan(width / 3);
	}
});

test('what was not sent unseen is told first, and by keyboard one comes to it at once', async ({ stage }) => {
	const customer = await stage.customer('C5001');
	const number = await openTicket(customer, units.english);
	const page = await enter(stage);
	await page.goto(`/desk/tickets/${number}`);
	await hydrated(page);
	await page.keyboard.press('r');
	await page.locator('[data-area="reply"] [contenteditable="true"]').fill('Try another cable.');
	await customer.postFiles(`/tickets/${number}?/reply`, { message: 'It was the cable.' }, []);
	await page.locator('[data-area="reply"] button.primary').click();
	await page.locator('[tabindex="-1"]:focus .banner').waitFor();
	await page.keyboard.press('Tab');
	expect(await page.locator(':focus').getAttribute('href')).toMatch(/^#message-/);
	expect(await page.locator('textarea[name="message"]').inputValue()).toContain('Try another cable.');
});

test('on paper a ticket and an RMA have what is known of them, and nothing to be operated', async ({ stage }) => {
	const number = await openTicket(await stage.customer('C5001'), units.english);
	const page = await enter(stage);
	await page.emulateMedia({ media: 'print' });
	await page.goto(`/desk/tickets/${number}`);
	expect(await page.locator('article').first().isVisible()).toBe(true);
	await page.goto('/desk/rma/10002');
	expect(await page.locator('#next').isVisible()).toBe(false);
	for (const address of [`/desk/tickets/${number}`, '/desk/rma/10002', '/desk/queue']) {
		await page.goto(address);
		for (const part of await page.locator('main :is(summary, label, kbd, button)').all())
			expect(await part.isVisible()).toBe(false);
	}
});

test('after a wrong password the reason has the focus, and the fields come next', async ({ stage }) => {
	const page = await visit(browser, stage.portal.origin);
	await page.goto('/desk/login');
	await page.locator('[name="email"]').fill('technician@serialdesk.test');
	await page.locator('[name="password"]').fill('not this one');
	await page.keyboard.press('Enter');
	await page.locator(':focus [role="alert"]').waitFor();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.type(password);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/desk/queue');
});
