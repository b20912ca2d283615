import { afterAll, beforeAll, expect } from 'vitest';
import { enterDesk, openBrowser, troublesOf, visit, type Browser } from '../browser.ts';
import { mainOf, openTicket, password, test as base, units, type Demonstration } from '../demonstration.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const figures = '/desk/rma/figures';

/** Twelve RMAs that took one day to twelve, and one that was refused, all of Italy. */
const test = base.extend('sent', { scope: 'file', auto: true }, async ({ stage }) => {
	await stage.query(`update account set locale = 'en' where kind = 'staff'`);
	const ticket = await openTicket(await stage.customer('C1001'), units.italian);
	await send(stage, ticket, 12, [
		['receive', 'received'],
		['repair', 'repaired'],
		['ship', 'shipped_back'],
	]);
	await send(stage, ticket, 1, [['refuse', 'refused']]);
});

async function send({ query }: Demonstration, ticket: number, count: number, taken: [string, string][]): Promise<void> {
	await query(
		`with sent as (
			insert into rma (ticket_number, customer_id, branch_id, state, state_since, in_warranty, authorised_at, expires_at, completed_at, form_hash, cause)
			select number, opener_id, branch_id, $3, now(), true, now() - interval '40 days', now(), now(), sha256(''), 'connector'
			from ticket, generate_series(1, $2) where number = $1 returning *
		), item as (
			insert into rma_item (rma_number, nth, unit_id, active)
			select s.number, 1, t.unit_id, false from sent as s join ticket as t on t.number = s.ticket_number
		)
		insert into rma_step (rma_number, step, state, details, at)
		select s.number, v.step, v.state, '{"reason": "=2+3 no form"}', now() - interval '30 days' + case when v.step = 'receive' then interval '0' else s.nth * interval '1 day' end
		from (select *, row_number() over (order by number) as nth from sent) as s,
			jsonb_to_recordset($4) as v (step text, state text)`,
		[ticket, count, taken.at(-1)?.[1], JSON.stringify(taken.map(([step, state]) => ({ step, state })))],
	);
}

test('without a script a technician reads how long RMAs took and how they ended, and is told where they are too few', async ({
	stage,
}) => {
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await enterDesk(page, 'technician@serialdesk.test', password);
	await page.goto(figures);
	const text = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
	for (const said of ['6.5 days', 'p90 10.9 days', 'Connector or cable', '=2+3 no form'])
		expect(await text()).toContain(said);
	expect(await page.locator('table', { hasText: 'Turnaround by product' }).locator('tbody tr').count()).toBe(1);

	const day = Temporal.Now.plainDateISO('Europe/Rome').subtract({ days: 27 }).toString();
	await page.locator('[name="from"]').fill(day);
	await page.locator('[name="to"]').fill(day);
	await page.locator('main form button').click();
	expect(page.url()).toContain(`from=${day}`);
	expect(await text()).toContain('1 RMA: too few for a p90');
	expect(troublesOf(page)).toEqual([]);
});

test('who only reads comes to the figures by the menu of the desk, and from an RMA back to them', async ({ stage }) => {
	const role = (name: string) =>
		stage.query('update staff set role = $1 where email = $2', [name, 'supervisor@serialdesk.test']);
	await role('auditor');
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await enterDesk(page, 'supervisor@serialdesk.test', password);
	await page.locator('header nav a', { hasText: 'RMA' }).click();
	await page.locator('h1', { hasText: 'RMA figures' }).waitFor();
	await page.locator('main a[href^="/desk/rma/1"]').first().click();
	await page.locator('main header a').first().click();
	await page.locator('h1', { hasText: 'RMA figures' }).waitFor();
	expect(troublesOf(page)).toEqual([]);
	await role('supervisor');
});

test('a technician has the figures of his branches, whichever he asks for', async ({ stage }) => {
	const french = await stage.staff('technician.fr');
	for (const query of ['', '?branch=italy', '?branch=%00', '?from=0000-00-00&to=9999-99-99'])
		expect(mainOf((await french.get(figures + query)).text)).not.toMatch(/6\.5 days|no form|KTM-7R20-0412/);
	expect((await french.get('/desk/rma/figures.csv')).text).not.toContain('KTM-7R20-0412');
});

test('the file behind the figures has every RMA, and no spreadsheet runs what somebody wrote', async ({ stage }) => {
	const technician = await stage.staff('technician');
	const { text, headers } = await technician.get('/desk/rma/figures.csv');
	expect(headers.get('content-disposition')).toMatch(/filename="rma-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"/);
	expect(text.split('\r\n')[0]).toContain(',days,working_days,refused_because');
	const lines = text.split('\r\n').filter((line) => line.includes('KTM-7R20-0412'));
	expect(lines).toHaveLength(13);
	expect(lines[0]).toContain('KTM-7R20-0412,shipped_back,yes,repair,connector');
	expect(lines.at(-1)).toContain(",'=2+3 no form");
});
