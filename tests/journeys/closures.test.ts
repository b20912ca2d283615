import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { openBrowser, tabTo, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, openTicket, password, test, units, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

/** The Italian branch is away from this moment on, as the announcement says. */
async function goAway({ query }: Demonstration): Promise<void> {
	await query(`
		with away as (
			insert into closure (kind, branch_id, starts_at, ends_at, created_at)
			select 'company_holiday', id, now(), now() + interval '2 hours', now() from branch where slug = 'italy'
			returning id, branch_id, ends_at
		), told as (
			insert into announcement (closure_id, branch_id, audience, shown_from, shown_until, letters_at, published_at, changed_at)
			select id, branch_id, 'nobody', now(), ends_at, now(), now(), now() from away
			returning id
		)
		insert into announcement_text (announcement_id, locale, title)
		select told.id, l.code, 'Inventario ' || l.code from told, unnest(array['en', 'it', 'fr', 'es', 'ru']) as l (code)
	`);
	onTestFinished(() => comeBack({ query } as Demonstration));
}

async function comeBack({ query }: Demonstration): Promise<void> {
	await query(`delete from closure`);
}

// Pages say what they know of the offices; a closure is known within five seconds.
function shows(visitor: Visitor, path: string) {
	return expect.poll(async () => (await visitor.get(path)).text, { timeout: 30_000, interval: 250 });
}

test('a branch closes while a customer writes: he is told until when, and his words and files come back when it opens', async ({
	stage,
}) => {
	const customer = await stage.customer('C1001');
	expect((await customer.get(units.italian)).text).toContain('name="subject"');
	await goAway(stage);
	const files = [{ field: 'file.tool-log', name: 'lettura.log', body: 'quaranta per cento' }];
	const refused = await customer.postFiles(`${units.italian}?/open`, { subject: 'Si ferma al 40 %' }, files);
	expect(refused.status).toBe(423);
	expect(mainOf(refused.text)).toContain('Inventario it');
	expect(refused.text).not.toContain('name="subject"');
	await comeBack(stage);
	await shows(customer, units.italian).toContain('value="Si ferma al 40 %"');
	const offered = (await customer.get(units.italian)).text;
	expect(offered).toContain('lettura.log');
	expect(await openTicket(customer, units.italian, { subject: 'Si ferma al 40 %' })).toBeGreaterThan(1000);
});

test('while a branch is closed its customers read and close, but send nothing; everybody else and support work on', async ({
	stage,
}) => {
	const customer = await stage.customer('C1001');
	const number = await openTicket(customer, units.italian);
	await goAway(stage);
	await shows(customer, `/tickets/${number}`).toContain('Inventario it');
	const closed = (await customer.get(`/tickets/${number}`)).text;
	expect(closed).not.toContain('name="message"');
	expect(closed).not.toContain('href="#reply"');
	expect(mainOf(closed)).not.toContain('bozza');
	const refused = await customer.post(`/tickets/${number}?/reply`, { message: 'Ancora niente.' });
	expect(refused.status).toBe(423);
	expect(mainOf(refused.text)).toContain('conservati come bozza');
	const technician = await stage.staff('technician');
	await technician.post(`/desk/tickets/${number}?/take`);
	expect((await technician.post(`/desk/tickets/${number}?/reply`, { message: 'Domani.' })).status).toBe(303);
	expect((await customer.post(`/tickets/${number}?/close`, { solution: '' })).status).toBe(303);
	const french = await stage.customer('C2001');
	expect(await openTicket(french, units.slave)).toBeGreaterThan(number);
	await comeBack(stage);
	await shows(customer, `/tickets/${number}`).toContain('Ancora niente.');
});

test('what is announced for a branch is shown to its customers and to visitors, not to those of another', async ({
	stage,
}) => {
	await goAway(stage);
	await shows(stage.visitor(), '/announcements').toContain('Inventario en');
	expect((await (await stage.customer('C1001')).get('/announcements')).text).toContain('Inventario it');
	expect((await (await stage.customer('C2001')).get('/announcements')).text).not.toContain('Inventario');
});

/** Tabs to a link and follows it. */
async function follow(page: Page, link: string): Promise<void> {
	await tabTo(page, link);
	await page.keyboard.press('Enter');
}

describe('with the keyboard alone', () => {
	test('a visitor comes from the login to what is announced, and on to the feeds and the hours', async ({ stage }) => {
		await goAway(stage);
		await shows(stage.visitor(), '/login').toContain('Inventario en');
		const page = await visit(browser, stage.portal.origin);
		await page.goto('/login');
		await follow(page, '.announced a');
		await page.waitForURL(/\/announcements#announcement-\d+$/);
		expect(await page.locator('article:target h2').innerText()).toBe('Inventario en');
		for (const format of ['atom', 'json']) {
			const feed = `main a[href$=".${format}"], main a[href*=".${format}?"]`;
			await tabTo(page, feed);
			const answer = await page.request.get((await page.locator(feed).getAttribute('href'))!);
			expect(await answer.text()).toContain('Inventario en');
		}
		await follow(page, 'footer a[href="/hours"]');
		await page.waitForURL('**/hours');
		expect(troublesOf(page)).toEqual([]);
	});

	test('a customer reads why he cannot answer, closes his ticket all the same, and looks up the announcement', async ({
		stage,
	}) => {
		const customer = await stage.customer('C1001');
		const number = await openTicket(customer, units.italian);
		await goAway(stage);
		await shows(customer, `/tickets/${number}`).toContain('Inventario it');
		const page = await visit(browser, stage.portal.origin, { locale: 'it' });
		await page.goto(`/tickets/${number}`);
		await tabTo(page, '[name="code"]');
		await page.keyboard.type('C1001');
		await tabTo(page, '[name="password"]');
		await page.keyboard.type(password);
		await page.keyboard.press('Enter');
		await page.waitForURL(`**/tickets/${number}`);
		expect(await page.locator('#closed').innerText()).toContain('Inventario it');
		await follow(page, 'details:has(form[action="?/close"]) summary');
		await follow(page, 'form[action="?/close"] button');
		await page.locator('[data-number][data-status="closed"]').waitFor();

		await page.goto(units.italian);
		await page.locator('#closed').waitFor();
		await follow(page, 'footer a[href="/announcements"]');
		await page.waitForURL('**/announcements');
		expect(await page.locator('main').innerText()).toContain('Inventario it');
		await follow(page, 'header a[href="/tickets"]');
		await page.waitForURL('**/tickets');
		expect(troublesOf(page)).toEqual([]);
	});
});
