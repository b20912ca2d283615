import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
	enterDesk,
	enterPortal,
	hydrated,
	openBrowser,
	tabTo,
	troublesOf,
	visit,
	type Browser,
	type Page,
} from '../browser.ts';
import { expectSound } from '../sound.ts';
import { openTicket, password, png, test as base, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

/** Two tickets with words, files, marks and a note: one being worked on, one closed; and one with an RMA. */
const test = base.extend('scene', { scope: 'file' }, async ({ stage }) => {
	const customer = await stage.customer('C1001');
	const technician = await stage.staff('technician');
	const files = [
		{ field: 'file.wiring-photo', name: 'bench.png', body: png },
		{ field: 'file.tool-log', name: 'read.log', body: 'log' },
	];
	const vehicle = {
		make: 'Vallona',
		model: 'Corriere',
		year: '2019',
		ecu: 'EDC-17',
		message: 'It stopped.\n\nTwice.',
	};
	const number = await openTicket(customer, units.italian, vehicle, files);
	await technician.post(`/desk/tickets/${number}?/take`);
	await technician.post(`/desk/tickets/${number}?/note`, { note: 'A note' });
	await technician.post(`/desk/tickets/${number}?/reply`, { message: 'An answer' });
	const closed = await openTicket(customer, units.italian, vehicle);
	await customer.post(`/tickets/${closed}?/close`, { solution: 'A new cable' });
	const fresh = await openTicket(customer, units.italian, vehicle);
	const rmas = await stage.query<Sent>(`
		select r.number, r.ticket_number as ticket, c.code from rma as r
		join customer as c on c.id = r.customer_id join branch as b on b.id = r.branch_id
		where b.slug = 'italy' order by r.number
	`);
	return { number, closed, fresh, rmas };
});

type Sent = { number: number; ticket: number; code: string };

describe('no fault found by axe on a desk, in light and dark, or on a phone, and no complaint of the browser:', () => {
	test('what everybody sees', async ({ stage }) => {
		const page = await visit(browser, stage.portal.origin);
		for (const path of ['/login', '/desk/login', '/no-such-page']) await look(page, path);
		await page.goto('/login');
		await page.locator('input[name="code"]').fill('C1001');
		await page.locator('input[name="password"]').fill('wrong');
		await page.locator('form:has(input[name="code"]) button').click();
		await page.locator('#problem').waitFor();
		await expectSound(page);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what somebody sees who comes for the first time, or has forgotten his password', async ({ stage }) => {
		const page = await visit(browser, stage.portal.origin);
		for (const path of ['/recover', '/register', '/terms', '/announcements', '/hours', '/password?token=none'])
			await look(page, path);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what a customer sees', async ({ stage, scene: { number, closed, rmas } }) => {
		const page = await enter(stage, 'C1001');
		const lists = ['/tickets', '/tickets?status=closed&sort=subject', '/tickets?subject=nothing-like-it'];
		const opening = ['/new', '/new/k-tag', '/new/kessv2', '/new/kessv2?find=zzz', '/new/data-bank', units.italian];
		const mine = rmas.filter(({ code }) => code === 'C1001');
		const tickets = [number, closed, ...mine.map(({ ticket }) => ticket), 999_999].map((one) => `/tickets/${one}`);
		const sent = mine.map((rma) => `/rma/${rma.number}`);
		for (const path of [...lists, ...opening, ...tickets, ...sent]) await look(page, path);
		await page.goto(units.italian);
		await page.locator('form[action="?/open"]').evaluate((form: HTMLFormElement) => (form.noValidate = true));
		await page.locator('form[action="?/open"] button.primary').click();
		await page.locator('[aria-invalid="true"]').first().waitFor();
		await expectSound(page);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what a customer sees of his access and his units', async ({ stage }) => {
		const page = await enter(stage, 'C1001');
		const own = ['/units', units.italian.replace('/new/', '/units/')];
		for (const path of ['/profile', ...own, '/hours', '/password', '/factors']) await look(page, path);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what a customer with nothing sees', async ({ stage }) => {
		await stage.query(
			`insert into account (kind, login, password_hash, locale, terms_version) select 'customer', 'c7001', password_hash, 'en', terms_version from account where login = 'c1001' on conflict do nothing`,
		);
		await stage.query(
			`insert into customer (id, code, company, email, country) select id, 'C7001', 'Nobody yet', 'nobody@workshop.example', 'IT' from account where login = 'c7001' on conflict do nothing`,
		);
		const page = await enter(stage, 'C7001');
		for (const path of ['/tickets', '/new/k-tag']) await look(page, path);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what a technician sees of tickets', async ({ stage, scene: { number, closed, fresh, rmas } }) => {
		const page = await enterAs(stage, 'technician');
		const tickets = [number, closed, fresh, ...rmas.map(({ ticket }) => ticket)].map((one) => `/desk/tickets/${one}`);
		const others = ['/desk/profile', '/desk/customers/C1001', '/tickets'];
		for (const path of ['/desk/queue', '/desk/queue?show=mine', ...tickets, ...others]) await look(page, path);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what a technician sees of RMAs', async ({ stage, scene: { number, rmas } }) => {
		const page = await enterAs(stage, 'technician');
		const benches = rmas.slice(0, 2).map((rma) => `/desk/rma/${rma.number}`);
		const parcels = ['/desk/rma', '/desk/rma?show=done', ...benches, `${benches[1]}/receive`];
		for (const path of [`/desk/tickets/${number}/rma`, ...parcels, '/desk/rma/figures']) await look(page, path);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what an administrator sees of customers, products and staff', async ({ stage }) => {
		const page = await enterAs(stage, 'admin');
		const people = ['customers', 'customers/new', 'staff', 'staff/invite', 'providers', 'providers/add', 'audit'];
		const things = [
			'releases',
			'releases/new',
			'bindings',
			'carriers',
			'carriers/new',
			'carriers/1',
			'terms',
			'import',
		];
		const products = ['', '/k-tag', '/k-tag/accessories/new', '/k-tag/accessories/adapters'];
		for (const room of [...people, ...things, ...products.map((way) => `products${way}`)])
			await look(page, `/desk/admin/${room}`);
		const unit = `/desk/units/${units.italian.split('/').at(-1)}`;
		for (const path of ['/desk/admin', '/desk/customers/C1001/change', unit, `${unit}?show=tickets`])
			await look(page, path);
		expect(troublesOf(page)).toEqual([]);
	});

	test('what an administrator sees of branches, closures and announcements', async ({ stage }) => {
		const page = await enterAs(stage, 'admin');
		const branches = ['branches', 'branches/2', 'branches/new', 'announcements', 'announcements/new'];
		const closures = ['', '?show=past', '/new', '/new?kind=maintenance', '/holidays'].map((way) => `closures${way}`);
		for (const room of [...branches, ...closures]) await look(page, `/desk/admin/${room}`);
		expect(troublesOf(page)).toEqual([]);
	});
});

test('on a phone whoever administers sees in the menu where he is, and in the audit log whole words', async ({
	stage,
}) => {
	const page = await visit(browser, stage.portal.origin, { phone: true });
	await enterDesk(page, 'admin@serialdesk.test', password);
	for (const section of ['customers', 'carriers', 'audit']) {
		await page.goto(`/desk/admin/${section}`);
		const box = await page.locator(`main nav a[href="/desk/admin/${section}"]`).boundingBox();
		const { width } = page.viewportSize()!;
		expect([section, box!.x >= 0, box!.x + box!.width <= width]).toEqual([section, true, true]);
	}
	await page.locator('[data-action="unit-registered"] summary').first().click();
	const cells = await page.locator('details[open] tbody td').evaluateAll((all) => all.map((cell) => cell.clientWidth));
	expect(Math.min(...cells)).toBeGreaterThan(140);
});

describe('with the keyboard alone', () => {
	test('a customer logs in, opens a ticket and answers in it', async ({ stage, scene: { number } }) => {
		const page = await visit(browser, stage.portal.origin, { locale: 'it' });
		await page.goto(`/tickets/${number}`);
		await tabTo(page, '[name="code"]');
		await page.keyboard.type('C1001');
		await tabTo(page, '[name="password"]');
		await page.keyboard.type(password);
		await page.keyboard.press('Enter');
		await page.waitForURL(`**/tickets/${number}`);
		await hydrated(page);
		await tabTo(page, '#reply textarea, #reply [contenteditable="true"]');
		await page.locator('#reply [contenteditable="true"]').waitFor();
		await page.keyboard.type('Written without a mouse');
		await tabTo(page, '#reply button.primary');
		await page.keyboard.press('Enter');
		await page.locator('article', { hasText: 'Written without a mouse' }).waitFor();
		expect(troublesOf(page)).toEqual([]);
	});

	test('a customer opens a request from the list on', async ({ stage }) => {
		const page = await enter(stage, 'C5001');
		for (const way of ['/new', '/new/kessv2', units.english]) {
			await tabTo(page, `main a[href="${way}"]`);
			await page.keyboard.press('Enter');
			await page.waitForURL(`**${way}`);
		}
		await page.locator('[name="subject"]').waitFor();
		await hydrated(page);
		await tabTo(page, '[name="subject"]');
		await page.keyboard.type('Opened without a mouse');
		await tabTo(page, 'form[action="?/open"] button.primary');
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/tickets\/\d+(\?opened)?$/);
		expect(await page.locator('h1').textContent()).toBe('Opened without a mouse');
	});
});

async function look(page: Page, path: string): Promise<void> {
	await page.goto(path);
	// Only where somebody writes does a script change what stands there.
	if ((await page.locator('textarea').count()) > 0) await hydrated(page);
	await expectSound(page);
}

async function enter(stage: Demonstration, code: string): Promise<Page> {
	const page = await visit(browser, stage.portal.origin);
	await enterPortal(page, code, password);
	return page;
}

async function enterAs(stage: Demonstration, name: 'technician' | 'admin'): Promise<Page> {
	const page = await visit(browser, stage.portal.origin);
	await enterDesk(page, `${name}@serialdesk.test`, password);
	return page;
}
