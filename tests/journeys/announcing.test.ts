import { afterAll, beforeAll, describe, expect } from 'vitest';
import { locales } from '../../src/identity/account.ts';
import { enterDesk, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, password, test, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const room = '/desk/admin/announcements';
const italian = { code: 'C1001', locale: 'it' };
const key = () => `form-${crypto.randomUUID()}`;

/** A form that is right; its words name the language they are in. */
function announcementForm(title: string, fields: Record<string, string> = {}): Record<string, string> {
	const words = locales.flatMap((locale) => [
		[`title-${locale}`, `${title} ${locale}`],
		[`body-${locale}`, `First ${locale}.\n\nSecond ${locale}.`],
	]);
	const times = { 'from-day': '', 'from-time': '', 'until-day': '', 'until-time': '' };
	return { ...Object.fromEntries(words), branch: '', audience: 'nobody', ...times, ...fields };
}

async function publish(admin: Visitor, fields: Record<string, string>): Promise<string> {
	const { status, location } = await admin.post(`${room}/new?/publish`, { ...fields, key: key() });
	expect(status).toBe(303);
	return location!.replace('?done=published', '');
}

async function addressOf({ query }: Demonstration, code: string): Promise<string> {
	const [row] = await query<{ email: string }>('select email from customer where code = $1', [code]);
	return row!.email;
}

const countNamed = async ({ query }: Demonstration, title: string) =>
	(await query(`select from announcement_text where title = $1`, [`${title} en`])).length;

/** An administrator at his browser, to which no script comes. */
async function enter(stage: Demonstration): Promise<Page> {
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await enterDesk(page, 'admin@serialdesk.test', password);
	return page;
}

async function fillIn(page: Page, fields: Record<string, string>): Promise<void> {
	const { branch, audience, ...typed } = fields;
	await page.locator('[name="branch"]').selectOption(branch!);
	await page.locator(`[name="audience"][value="${audience}"]`).check();
	for (const [name, value] of Object.entries(typed)) await page.locator(`[name="${name}"]`).fill(value);
}

test('without a script an administrator announces something, and customers read it in their own language, by letter too; then it is changed and withdrawn', async ({
	stage,
}) => {
	const page = await enter(stage);
	const form = announcementForm('Release 7', { branch: 'italy', audience: 'everybody' });
	await page.goto(`${room}/new`);
	await fillIn(page, { ...form, 'title-ru': '' });
	await page.locator('button.primary[type="submit"]').click();
	expect(await page.locator('details:has([name="title-ru"])').getAttribute('open')).not.toBeNull();
	expect(await page.locator('[name="title-it"]').inputValue()).toBe('Release 7 it');
	await page.locator('[name="title-ru"]').fill(form['title-ru']!);
	await page.locator('button.primary[type="submit"]').click();
	expect(await page.locator('article[data-language="ru"] h3').textContent()).toBe('Release 7 ru');
	expect(await countNamed(stage, 'Release 7')).toBe(0);

	await page.locator('button[formaction="?/edit"]').click();
	expect(await page.locator('[name="body-fr"]').inputValue()).toBe('First fr.\n\nSecond fr.');
	await page.locator('button.primary[type="submit"]').click();
	await page.locator('form[action="?/publish"] button.primary').click();
	await page.waitForURL(/\/announcements\/\d+\?done=published$/);
	const address = await addressOf(stage, italian.code);
	const letters = () => stage.sink.mails.filter(({ envelope }) => envelope.to.includes(address));
	function told() {
		return expect.poll(() => letters().map(({ subject }) => subject), { timeout: 20_000 });
	}
	await told().toEqual(['Release 7 it']);
	expect(letters()[0]?.text).toContain('Second it.');
	const customer = await stage.customer(italian.code);
	expect(mainOf((await customer.get('/announcements')).text)).toContain('Release 7 it');
	expect(mainOf((await (await stage.customer('C2001')).get('/announcements')).text)).not.toContain('Release 7');

	await page.locator('main a[href$="?change"]').click();
	await page.locator('details:has([name="title-it"]) summary').click();
	await page.locator('[name="title-it"]').fill('Release 8 it');
	await page.locator('button.primary[type="submit"]').click();
	await page.locator('form[action="?/publish"] button.primary').click();
	await page.waitForURL(/\?done=changed$/);
	await told().toEqual(['Release 7 it', expect.stringContaining('Release 8 it')]);

	await page.locator('details:has(form[action="?/withdraw"]) summary').click();
	await page.locator('form[action="?/withdraw"] button').click();
	await page.waitForURL(/\?done=withdrawn$/);
	expect(mainOf((await customer.get('/announcements')).text)).not.toContain('Release 8');
	await told().toHaveLength(3);
	expect(troublesOf(page)).toEqual([]);
});

describe('an announcement', () => {
	test('is published once by a double click', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const form = { ...announcementForm('Twice'), key: key() };
		const answers = await Promise.all([form, form].map((each) => admin.post(`${room}/new?/publish`, each)));
		expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
		expect(await countNamed(stage, 'Twice')).toBe(1);
	});

	test('is previewed with how many get a letter, and nothing is published by that', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const form = announcementForm('Only seen', { branch: 'france', audience: 'everybody' });
		const [{ count }] = (await stage.query<{ count: string }>(
			`select count(*) as count from person where served_by = (select id from branch where slug = 'france')`,
		)) as [{ count: string }];
		const { status, text } = await admin.post(`${room}/new?/preview`, form);
		expect(status).toBe(200);
		expect(mainOf(text)).toContain(`${count} customers get one`);
		expect(await countNamed(stage, 'Only seen')).toBe(0);
	});

	test('for a later time is to come: nobody reads it yet, and withdrawn it never was', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const form = announcementForm('Tomorrow', {
			audience: 'everybody',
			'from-day': '2099-01-15',
			'from-time': '08:30',
		});
		const preview = await admin.post(`${room}/new?/preview`, form);
		expect(mainOf(preview.text)).toMatch(/15 January 2099.*08:30/);
		const address = await publish(admin, form);
		expect(mainOf((await stage.visitor().get('/announcements')).text)).not.toContain('Tomorrow');
		const withdrawn = await admin.post(`${address}?/withdraw`, { revision: '1', key: key() });
		expect(withdrawn.location).toBe(`${address}?done=withdrawn`);
		expect((await admin.get(`${room}?show=past`)).text).toContain('Tomorrow en');
		expect(stage.sink.mails.filter(({ subject }) => subject.includes('Tomorrow'))).toEqual([]);
	});

	test.for([
		[{ 'title-ru': '' }, 'title-ru'],
		[{ 'title-en': 'x'.repeat(151) }, 'title-en'],
		[{ 'body-en': 'x'.repeat(4001) }, 'body-en'],
		[{ audience: 'all' }, 'audience'],
		[{ branch: 'atlantis' }, 'branch'],
		[{ 'from-day': '2099-01-15' }, 'from-time'],
		[{ 'until-time': '08:30' }, 'until-day'],
		[{ 'from-day': '2099-02-31', 'from-time': '08:30' }, 'from-day'],
		[{ 'from-day': '2027-03-28', 'from-time': '02:30' }, 'from-time'],
		[{ 'until-day': '2020-01-01', 'until-time': '08:30' }, 'until-day'],
	] as [Record<string, string>, string][])(
		'is refused with %o, and what was typed stays',
		async ([fields, wrong], { stage }) => {
			const admin = await stage.staff('admin');
			for (const action of ['preview', 'publish']) {
				const answer = await admin.post(`${room}/new?/${action}`, announcementForm('Refused', fields));
				expect(answer.status).toBe(400);
				const field = new RegExp(`data-field="${wrong}"[\\s\\S]*?field-error|id="${wrong}-error"`);
				expect(answer.text).toMatch(field);
				expect(answer.text).toContain('value="Refused it"');
			}
			expect(await countNamed(stage, 'Refused')).toBe(0);
		},
	);

	test('that somebody else changed meanwhile is shown as it stands, beside what was typed', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const address = await publish(admin, announcementForm('Contested'));
		const seen = { revision: '1', key: key() };
		const first = await admin.post(`${address}?/publish`, { ...announcementForm('Contested first'), ...seen });
		expect(first.status).toBe(303);
		const late = { ...announcementForm('Contested late'), ...seen, key: key() };
		const second = await admin.post(`${address}?/publish`, late);
		expect(second.status).toBe(409);
		expect(second.text).toContain('value="Contested late it"');
		expect(mainOf(second.text)).toContain('Contested first it');
		const again = await admin.post(`${address}?/publish`, { ...late, revision: '2', key: key() });
		expect(again.location).toBe(`${address}?done=changed`);
	});

	test('of a closure stands in the list and leads to the closure', async ({ stage }) => {
		await stage.query(`
			with away as (
				insert into closure (kind, branch_id, starts_at, ends_at, created_at)
				select 'company_holiday', id, now() + interval '9 days', now() + interval '10 days', now()
				from branch where slug = 'italy' returning id, branch_id, ends_at
			), told as (
				insert into announcement (closure_id, branch_id, audience, shown_from, shown_until, letters_at, published_at, changed_at)
				select id, branch_id, 'nobody', now(), ends_at, now(), now(), now() from away returning id
			)
			insert into announcement_text (announcement_id, locale, title)
			select told.id, l.code, 'Stocktaking ' || l.code from told, unnest(array['en', 'it', 'fr', 'es', 'ru']) as l (code)
		`);
		const [closure] = await stage.query<{ id: string }>('select id from closure');
		const admin = await stage.staff('admin');
		const { text } = await admin.get(room);
		expect(text).toMatch(
			new RegExp(`href="/desk/admin/closures/${closure!.id}"[^>]*>(<!--.*?-->)*<bdi>Stocktaking en`),
		);
		const [row] = await stage.query<{ id: string }>('select id from announcement where closure_id is not null');
		expect((await admin.get(`${room}/${row!.id}`)).status).toBe(404);
	});
});
