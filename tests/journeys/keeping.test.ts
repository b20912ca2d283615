import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { enterPortal, hydrated, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { openTicket, password, test, units, type Demonstration } from '../demonstration.ts';
import { permit, writing } from '../returning.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

async function enter(stage: Demonstration, code: string): Promise<Page> {
	const page = await visit(browser, stage.portal.origin);
	await enterPortal(page, code, password);
	return page;
}

/** What the portal has of the latest draft of a customer. */
async function draftOf({ query }: Demonstration, code: string, field: string): Promise<string | undefined> {
	const [row] = await query<{ said: string | null }>(
		`select d.fields -> 'fields' ->> $2 as said from draft as d join customer as c on c.id = d.account_id
		where c.code = $1 order by d.updated_at desc limit 1`,
		[code, field],
	);
	return row?.said ?? undefined;
}

function keeps(stage: Demonstration, code: string, field: string) {
	return expect.poll(() => draftOf(stage, code, field), { timeout: 10_000 });
}

const forget = ({ query }: Demonstration) => query('delete from draft');

/** Opens a form whose scripts are on their way until they are let in. */
async function withoutScript(page: Page, address: string): Promise<() => void> {
	const { promise: arrival, resolve: letIn } = Promise.withResolvers<void>();
	await page.route('**/*.js', async (route) => {
		await arrival;
		await route.continue();
	});
	await page.goto(address, { waitUntil: 'commit' });
	await page.locator('[name="key"]').first().waitFor({ state: 'attached' });
	return letIn;
}

const saved = (page: Page) => page.locator('[data-keeping="saved"]').waitFor();
const failed = (page: Page) => page.locator('[data-keeping="failed"]').waitFor();

describe('what is typed before the script arrives is kept', () => {
	test('of a request', async ({ stage }) => {
		const page = await enter(stage, 'C1001');
		const letIn = await withoutScript(page, units.italian);
		await page.locator('[name="subject"]').fill('Early subject');
		letIn();
		await saved(page);
		expect(await draftOf(stage, 'C1001', 'subject')).toBe('Early subject');
		expect(troublesOf(page)).toEqual([]);
	});

	test('of a reply', async ({ stage }) => {
		const number = await openTicket(await stage.customer('C2001'), units.slave);
		const page = await enter(stage, 'C2001');
		const letIn = await withoutScript(page, `/tickets/${number}`);
		await page.locator('textarea[name="message"]').fill('Early answer');
		letIn();
		await saved(page);
		expect(await draftOf(stage, 'C2001', 'message')).toContain('Early answer');
	});

	test('of the form of an RMA', async ({ stage }) => {
		const { number } = await permit(stage, { code: 'C5001', serial: 'K2M-5C40-0666' });
		const page = await enter(stage, 'C5001');
		const letIn = await withoutScript(page, `/rma/${number}`);
		await page.locator('[name="fault-1"]').fill('Early words.');
		letIn();
		await saved(page);
		expect(await faultOf(stage, number)).toBe('Early words.');
	});
});

async function faultOf({ query }: Demonstration, number: number): Promise<string | undefined> {
	const [item] = await query<{ fault: string }>(
		`select form ->> 'fault' as fault from rma_item where rma_number = $1`,
		[number],
	);
	return item?.fault;
}

describe('a form that nobody touches is not saved', () => {
	/** How many saves there are until a while after the script has taken over. */
	async function savesOf(page: Page, address: string): Promise<number> {
		let saves = 0;
		page.on('request', (request) => void (request.method() === 'POST' && saves++));
		await page.goto(address);
		await hydrated(page);
		await page.waitForTimeout(2500);
		return saves;
	}

	test('with a draft in it', async ({ stage }) => {
		const page = await enter(stage, 'C1001');
		await page.goto(units.italian);
		await hydrated(page);
		await page.locator('[name="subject"]').fill('Rests');
		await keeps(stage, 'C1001', 'subject').toBe('Rests');
		expect(await savesOf(page, units.italian)).toBe(0);
	});

	test('with an address in it that the portal proposes', async ({ stage }) => {
		const { number } = await permit(stage, { code: 'C4001', serial: 'KTM-8P61-1306' });
		const page = await enter(stage, 'C4001');
		expect(await savesOf(page, `/rma/${number}`)).toBe(0);
		expect(await page.locator('[name="company"]').inputValue()).not.toBe('');
	});
});

test('while a save is under way the next one waits, and brings all that was typed meanwhile', async ({ stage }) => {
	const page = await enter(stage, 'C1001');
	await page.goto(units.italian);
	await hydrated(page);
	const { promise: answer, resolve: letAnswer } = Promise.withResolvers<void>();
	let together = 0;
	let most = 0;
	await page.route('**/drafts', async (route) => {
		most = Math.max(most, ++together);
		await answer;
		await route.continue();
		together--;
	});
	await page.locator('[name="subject"]').fill('First');
	await page.locator('[data-keeping="saving"]').waitFor();
	await page.locator('[name="subject"]').fill('First and second');
	await page.waitForTimeout(1500);
	letAnswer();
	await keeps(stage, 'C1001', 'subject').toBe('First and second');
	expect(most).toBe(1);
});

test('what is typed without a connection is kept when there is one again', async ({ stage }) => {
	const page = await enter(stage, 'C1001');
	await page.goto(units.italian);
	await hydrated(page);
	await page.context().setOffline(true);
	await page.locator('[name="subject"]').fill('From the pit');
	await failed(page);
	await page.context().setOffline(false);
	await saved(page);
	expect(await draftOf(stage, 'C1001', 'subject')).toBe('From the pit');
});

describe('the last words are kept when the page goes', () => {
	test('by its address, though a save is under way', async ({ stage }) => {
		const page = await enter(stage, 'C1001');
		await page.goto(units.italian);
		await hydrated(page);
		await writing(stage, async (trx) => {
			await sql`lock table draft in share row exclusive mode`.execute(trx);
			await page.locator('[name="subject"]').fill('Almost');
			await page.locator('[data-keeping="saving"]').waitFor();
			await page.locator('[name="subject"]').fill('Almost gone');
			await page.goto('about:blank');
		});
		await keeps(stage, 'C1001', 'subject').toBe('Almost gone');
	});

	test('by a link', async ({ stage }) => {
		const page = await enter(stage, 'C1001');
		await page.goto(units.italian);
		await hydrated(page);
		await page.locator('[name="subject"]').fill('Gone by a link');
		await page.locator('nav a[href="/tickets"]').first().click();
		await page.waitForURL('**/tickets');
		await keeps(stage, 'C1001', 'subject').toBe('Gone by a link');
	});
});

describe('of two windows', () => {
	test('the second is told that there are other words, and keeps its own when it says so', async ({ stage }) => {
		await forget(stage);
		const first = await enter(stage, 'C1001');
		const second = await first.context().newPage();
		for (const page of [first, second]) {
			await page.goto(units.italian);
			await hydrated(page);
		}
		await first.locator('[name="subject"]').fill('Of the first');
		await saved(first);
		await second.locator('[name="subject"]').fill('Of the second');
		await failed(second);
		expect(await draftOf(stage, 'C1001', 'subject')).toBe('Of the first');
		await second.locator('[data-keeping] button').click();
		await saved(second);
		expect(await draftOf(stage, 'C1001', 'subject')).toBe('Of the second');
		await first.locator('[name="subject"]').fill('Of the first again');
		await failed(first);
		expect(await draftOf(stage, 'C1001', 'subject')).toBe('Of the second');
	});

	test('the same holds for the form of an RMA', async ({ stage }) => {
		const { number } = await permit(stage, { code: 'C1001', serial: 'KTM-7R20-0412' });
		const first = await enter(stage, 'C1001');
		const second = await first.context().newPage();
		for (const page of [first, second]) {
			await page.goto(`/rma/${number}`);
			await hydrated(page);
		}
		await first.locator('[name="fault-1"]').fill('Of the first');
		await saved(first);
		await second.locator('[name="fault-1"]').fill('Of the second');
		await failed(second);
		expect(await faultOf(stage, number)).toBe('Of the first');
		await second.locator('[data-keeping] button').click();
		await saved(second);
		expect(await faultOf(stage, number)).toBe('Of the second');
	});
});

test('a draft of the editor keeps its form while the editor is still on its way', async ({ stage }) => {
	await forget(stage);
	const bold = '<p>It is <strong>bold</strong>.</p>';
	await stage.query(
		`insert into draft (account_id, place, fields, updated_at) select id, $1, $2, date_trunc('second', now()) from customer where code = 'C1001'`,
		['new:k-tag:KTM-7R20-0412', { fields: { message: bold, format: 'html' }, attached: [] }],
	);
	const page = await enter(stage, 'C1001');
	await page.route('**/*.js', async (route) => {
		const script = await route.fetch();
		const isEditor = (await script.text()).includes('ProseMirror');
		await (isEditor ? route.abort() : route.fulfill({ response: script }));
	});
	await page.goto(units.italian);
	await hydrated(page);
	expect(await page.locator('[name="message"]').inputValue()).toBe('It is bold.');
	await page.locator('[name="subject"]').fill('Beside it');
	await keeps(stage, 'C1001', 'subject').toBe('Beside it');
	expect(await draftOf(stage, 'C1001', 'message')).toBe(bold);
});
