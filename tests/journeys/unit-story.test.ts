import { afterAll, beforeAll, expect } from 'vitest';
import { enterDesk, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, openTicket, password, test as base, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const serial = units.italian.split('/').at(-1) ?? '';
const atDesk = `/desk/units/${serial}`;
const atHome = units.italian.replace('/new/', '/units/');

/** A ticket about the unit and an RMA that came of it, repaired and not yet sent home. */
const test = base.extend('sent', { scope: 'file' }, async ({ stage }) => {
	await stage.query(`update account set locale = 'en' where login like 'technician%'`);
	const customer = await stage.customer('C1001');
	const ticket = await openTicket(customer, units.italian, { subject: 'It will not power up' });
	const rma = await sendUnit(stage, ticket);
	return { ticket, rma };
});

async function sendUnit({ query }: Demonstration, ticket: number): Promise<number> {
	const [row] = await query<{ number: number }>(
		`with sent as (
			insert into rma (ticket_number, customer_id, branch_id, state, state_since, in_warranty, authorised_at, expires_at, completed_at, form_hash, cause)
			select number, opener_id, branch_id, 'repaired', now(), true, now(), now() + interval '30 days', now(), sha256(''), 'connector'
			from ticket where number = $1 returning *
		), item as (
			insert into rma_item (rma_number, nth, unit_id) select s.number, 1, t.unit_id from sent as s join ticket as t on t.number = s.ticket_number
		), taken as (
			insert into rma_step (rma_number, step, state, account_id, at)
			select s.number, v.step, v.state, staff.id, now() from sent as s, (values ('authorise', 'authorised'), ('receive', 'received'), ('repair', 'repaired')) as v (step, state),
				(select id from staff where email = 'technician@serialdesk.test') as staff
		) select number::int as number from sent`,
		[ticket],
	);
	return row!.number;
}

async function enter(stage: Demonstration, email = 'technician@serialdesk.test'): Promise<Page> {
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await enterDesk(page, email, password);
	return page;
}

const entries = (page: Page) => page.locator('main ol[role="list"] > li:has(> .mark)');

test('without a script a technician reads all that happened to a unit on one page, and each part alone', async ({
	stage,
	sent: { ticket, rma },
}) => {
	const page = await enter(stage);
	await page.goto(atDesk);
	const shown = page.locator(`[data-rma="${rma}"]`);
	expect(await shown.getAttribute('data-state')).toBe('repaired');
	const story = page.locator('main');
	for (const said of [
		'Connector or cable',
		'in warranty',
		`Ticket ${ticket} · It will not power up`,
		'Registered for C1001',
	])
		expect(await story.innerText()).toContain(said);
	expect(await story.innerText()).not.toContain('parcel received');
	await page.locator('main details summary', { hasText: '3 steps' }).click();
	expect(await story.innerText()).toContain('parcel received');

	await page.locator('main nav a', { hasText: 'RMA' }).click();
	expect(page.url()).toContain('show=rma');
	expect(await entries(page).count()).toBe(1);
	await page.locator('main nav a', { hasText: 'Ownership' }).click();
	expect(await entries(page).innerText()).toContain('Registered for C1001');
	await page.locator('main nav a', { hasText: 'Tickets' }).click();
	expect(await page.locator(`[data-number="${ticket}"] a`).getAttribute('href')).toBe(`/desk/tickets/${ticket}`);
	expect(await page.locator('[data-rma]').count()).toBe(0);
	expect(troublesOf(page)).toEqual([]);
});

test('a long story is read page by page, and nothing of it is lost', async ({ stage }) => {
	const [unit] = await stage.query<{ id: number }>('select id from unit where serial = $1', ['KTM-8P61-1306']);
	await stage.query(
		`insert into unit_event (unit_id, kind, details, at) select $1, 'changed', jsonb_build_object('softwareVersion', 'v' || n || '.'), timestamptz '2026-03-01' from generate_series(1, 95) as n`,
		[unit!.id],
	);
	const page = await enter(stage);
	await page.goto('/desk/units/KTM-8P61-1306?show=software');
	const read: string[] = [];
	for (;;) {
		read.push(...(await entries(page).allInnerTexts()));
		const older = page.locator('main a[rel="next"]');
		if ((await older.count()) === 0) break;
		await older.click();
	}
	expect(read).toHaveLength(95);
	expect(read[0]).toContain('v95.');
	expect(read.at(-1)).toContain('v1.');
});

test('a technician of another branch learns how many tickets and RMAs there are elsewhere, and nothing of them', async ({
	stage,
	sent: { ticket, rma },
}) => {
	// The workshop has moved: its unit is seen in France, what it had in Italy stays there.
	await stage.query(`update customer set country = 'FR' where code = 'C1001'`);
	const french = await stage.staff('technician.fr');
	const text = (await french.get(atDesk)).text;
	await stage.query(`update customer set country = 'IT' where code = 'C1001'`);
	const [{ count } = { count: 0 }] = await stage.query<{ count: number }>(
		`select count(*)::int as count from ticket where unit_id = (select id from unit where serial = $1)`,
		[serial],
	);
	expect(mainOf(text)).toContain(`${count} tickets in other branches · 1 RMA in other branches`);
	for (const hidden of [`data-rma="${rma}"`, `/desk/tickets/${ticket}`, 'It will not power up'])
		expect(text).not.toContain(hidden);
});

test('a customer reads the short story of his own unit, and nobody reads another’s', async ({
	stage,
	sent: { ticket, rma },
}) => {
	const customer = await stage.customer('C1001');
	expect((await customer.get('/units')).text).toContain(`href="${atHome}"`);
	const { text } = await customer.get(atHome);
	for (const link of [`/tickets/${ticket}`, `/rma/${rma}`]) expect(text).toContain(`href="${link}"`);
	expect(mainOf(text)).toMatch(/Registrata a Suo nome/);
	for (const code of ['C2001', 'C5001']) {
		const other = await stage.customer(code);
		expect((await other.get(atHome)).status).toBe(404);
	}
	expect((await customer.get('/units/k-tag/NONE-1')).status).toBe(404);
	expect((await customer.get('/units/%00/NONE-1')).status).toBe(404);
});

test('a unit that was replaced says by which, on both sides', async ({ stage }) => {
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await stage.query(
		`with next as (insert into unit (product, serial, customer_id) select product, 'K2M-NEW-1', customer_id from unit where serial = 'K2M-5C40-0666' returning id)
		update unit set replaced_by = next.id from next where serial = 'K2M-5C40-0666'`,
	);
	await page.goto('/login');
	await page.locator('input[name="code"]').fill('C5001');
	await page.locator('input[name="password"]').fill(password);
	await page.locator('form:has(input[name="code"]) button').click();
	await page.goto('/units/kessv2/K2M-5C40-0666');
	expect(await page.locator('main').innerText()).toContain('Replaced by K2M-NEW-1');
	expect(await page.locator('main a[href^="/new/"]').count()).toBe(0);
	await expectReplaced(page, 'Replaces K2M-5C40-0666');

	const technician = await enter(stage);
	await technician.goto('/desk/units/K2M-5C40-0666');
	await expectReplaced(technician, 'K2M-5C40-0666');
});

/** Over the link to the other unit. */
async function expectReplaced(page: Page, said: string): Promise<void> {
	await page.locator('main a', { hasText: 'K2M-NEW-1' }).first().click();
	expect(await page.locator('h1').innerText()).toBe('K2M-NEW-1');
	expect(await page.locator('main').innerText()).toContain(said);
}
