import { afterAll, beforeAll, describe, expect } from 'vitest';
import { locales } from '../../src/identity/account.ts';
import { enterDesk, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { mainOf, openTicket, password, test, units, type Demonstration } from '../demonstration.ts';
import type { Visitor } from '../http.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const room = '/desk/admin/closures';
const french = { code: 'C2001', address: 'contact@corvesson-auto.test' };
const key = () => `form-${crypto.randomUUID()}`;

/** What a clock in a zone shows so many minutes from now. */
function ahead(minutes: number, zone = 'Europe/Rome'): { day: string; time: string } {
	const at = Temporal.Now.zonedDateTimeISO(zone).add({ minutes });
	return { day: at.toPlainDate().toString(), time: at.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

function periodOf(from: number, to: number, zone?: string): Record<string, string> {
	const [start, end] = [ahead(from, zone), ahead(to, zone)];
	return { 'start-day': start.day, 'start-time': start.time, 'end-day': end.day, 'end-time': end.time };
}

const day = 24 * 60;

function wordsOf(title: string): Record<string, string> {
	const words = locales.flatMap((locale) => [
		[`title-${locale}`, `${title} ${locale}`],
		[`body-${locale}`, `First ${locale}.\n\nSecond ${locale}.`],
	]);
	return Object.fromEntries(words);
}

/** A form that is right: maintenance in three days' time. */
function closureForm(title: string, fields: Record<string, string> = {}): Record<string, string> {
	const kind = { kind: 'maintenance', branch: '', planned: 'planned', reason: '' };
	const stops = { 'no-tickets': 'on', 'no-messages': 'on' };
	return { ...kind, ...periodOf(3 * day, 3 * day + 60), ...stops, ...wordsOf(title), key: key(), ...fields };
}

function changeForm(title: string, fields: Record<string, string> = {}): Record<string, string> {
	const { kind: _, planned: __, key: ___, ...form } = closureForm(title, fields);
	return { ...form, version: '1' };
}

async function publish(admin: Visitor, form: Record<string, string>): Promise<string> {
	const { status, location, text } = await admin.post(`${room}/new?/publish`, form);
	expect([status, mainOf(text)]).toEqual([303, '']);
	return location!.replace('?done=published', '');
}

function letterTo({ sink }: Demonstration, address: string, subject: string) {
	return sink.waitFor(
		(mail) => mail.envelope.to.includes(address) && mail.subject.replace(/\s/g, ' ') === subject,
		30,
	);
}

const named = ({ query }: Demonstration, title: string) =>
	query<{ id: string; reason: string | null }>(
		`select k.id, k.unplanned_because as reason from closure as k join announcement as a on a.closure_id = k.id
		join announcement_text as x on x.announcement_id = a.id where x.title = $1`,
		[`${title} en`],
	);

/** An administrator at his browser, to which no script comes. */
async function enter(stage: Demonstration): Promise<Page> {
	const page = await visit(browser, stage.portal.origin, { javaScript: false });
	await enterDesk(page, 'admin@serialdesk.test', password);
	return page;
}

/** Languages that say something are folded away. */
async function typeInto(page: Page, fields: Record<string, string>): Promise<void> {
	const folded = page.locator('main details:not([open]) > summary');
	while ((await folded.count()) > 0) await folded.first().click();
	for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value);
}

/** From the form over the preview to what was done. */
async function sendOn(page: Page, done: string): Promise<void> {
	await page.locator('main form[action="?/preview"] button.primary').click();
	await page.locator('form[action="?/publish"] button.primary').click();
	await page.waitForURL(`**/desk/admin/closures/*?done=${done}`);
}

test('without a script an administrator plans a company holiday of France, and its customers are told of it, of its change and of its cancellation', async ({
	stage,
}) => {
	const customer = await stage.customer(french.code);
	await openTicket(customer, units.slave);
	const page = await enter(stage);
	await page.goto(`${room}/new?kind=company_holiday`);
	expect(await page.locator('[name="title-fr"]').inputValue()).toContain('Congés');
	await page.locator('[name="branch"]').selectOption('france');
	await typeInto(page, { ...periodOf(14 * day, 16 * day, 'Europe/Paris'), ...wordsOf('Congés') });
	await page.locator('main form[action="?/preview"] button.primary').click();
	expect(await page.locator('article[data-language="ru"] h3').textContent()).toBe('Congés ru');
	const preview = await page.locator('main').innerText();
	for (const said of ['SAS Alientech France', 'Europe/Paris', 'UTC+0', 'with an open ticket'])
		expect(preview).toContain(said);
	expect(await named(stage, 'Congés')).toEqual([]);

	await page.locator('button[formaction="?/edit"]').click();
	expect(await page.locator('[name="body-fr"]').inputValue()).toBe('First fr.\n\nSecond fr.');
	await sendOn(page, 'published');
	const letter = await letterTo(stage, french.address, 'Congés fr');
	expect(letter.text).toContain('Second fr.');
	expect((await customer.get('/announcements')).text).toContain('Congés fr');
	expect((await (await stage.customer('C1001')).get('/announcements')).text).not.toContain('Congés');

	await page.locator('main a[href$="/change"]').click();
	await typeInto(page, { ...periodOf(14 * day, 17 * day, 'Europe/Paris'), 'title-fr': 'Congés prolongés' });
	await sendOn(page, 'changed');
	await letterTo(stage, french.address, 'Modification : Congés prolongés');

	await page.locator('main a[href$="/cancel"]').click();
	expect(await page.locator('main').innerText()).toMatch(/who (was|were) told of it/);
	await page.locator('form[action="?/cancel"] button').click();
	await page.waitForURL(/\?done=cancelled$/);
	await letterTo(stage, french.address, 'Annulation : Congés prolongés');
	expect((await customer.get('/announcements')).text).not.toContain('Congés');
	await page.goto(`${room}?show=past`);
	expect(await page.locator('tr[data-closure]').innerText()).toContain('Cancelled');
	expect(troublesOf(page)).toEqual([]);
});

describe('a planned maintenance', () => {
	test('less than a day ahead is refused and says the earliest start; unplanned, with a reason, it passes and the reason is kept', async ({
		stage,
	}) => {
		const admin = await stage.staff('admin');
		const soon = periodOf(day - 1, day + 30);
		const refused = await admin.post(`${room}/new?/preview`, closureForm('Soon', soon));
		expect(refused.status).toBe(400);
		expect(mainOf(refused.text)).toMatch(/can start on \d\d\/\d\d\/\d{4}, \d\d:\d\d at the earliest/);
		expect(refused.text).toContain('value="Soon ru"');
		const unplanned = { ...soon, planned: 'unplanned' };
		const silent = await admin.post(`${room}/new?/publish`, closureForm('Soon', unplanned));
		expect(silent.text).toContain('id="reason-error"');
		expect(await named(stage, 'Soon')).toEqual([]);
		const address = await publish(admin, closureForm('Soon', { ...unplanned, reason: 'A disk failed' }));
		expect(await named(stage, 'Soon')).toMatchObject([{ reason: 'A disk failed' }]);
		expect(mainOf((await admin.get(address)).text)).toContain('Unplanned: A disk failed');
		expect((await admin.get(room)).text).toContain('Unplanned: A disk failed');
		expect((await admin.get('/desk/admin/audit?action=closure-planned')).text).toContain('A disk failed');
	});

	test('is published once by a double click', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const form = closureForm('Twice');
		const answers = await Promise.all([form, form].map((each) => admin.post(`${room}/new?/publish`, each)));
		expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
		expect(await named(stage, 'Twice')).toHaveLength(1);
	});

	test('that turns the portal off stops tickets and messages too', async ({ stage }) => {
		const { 'no-tickets': _, 'no-messages': __, ...form } = closureForm('Off', { 'portal-off': 'on' });
		await publish(await stage.staff('admin'), form);
		const [row] = await stage.query(`select no_new_tickets, no_messages, portal_off from closure where id = $1`, [
			(await named(stage, 'Off'))[0]!.id,
		]);
		expect(row).toEqual({ no_new_tickets: true, no_messages: true, portal_off: true });
	});
});

describe('a closure', () => {
	const france = { kind: 'company_holiday', branch: 'france' };
	test.for([
		[{ 'title-ru': '' }, 'title-ru'],
		[{ 'start-day': '' }, 'start-day'],
		[{ 'end-time': '25:00' }, 'end-time'],
		[{ 'start-day': '2099-08-02', 'end-day': '2099-08-01' }, 'end-day'],
		[{ ...france, 'start-day': '2099-03-29', 'start-time': '02:30', 'end-day': '2099-03-30' }, 'start-time'],
		[{ branch: 'france' }, 'branch'],
		[{ kind: 'public_holiday', branch: '' }, 'branch'],
		[{ ...france, branch: 'atlantis' }, 'branch'],
		[{ ...france, 'portal-off': 'on' }, 'portal-off'],
		[{ planned: 'unplanned', reason: ' ' }, 'reason'],
		[{ planned: 'unplanned', reason: 'x', ...periodOf(-120, -60) }, 'end-day'],
	] as [Record<string, string>, string][])(
		'is refused with %o, at that field, and what was typed stays',
		async ([fields, wrong], { stage }) => {
			const admin = await stage.staff('admin');
			for (const action of ['preview', 'publish']) {
				const answer = await admin.post(`${room}/new?/${action}`, closureForm('Refused', fields));
				expect(answer.status).toBe(400);
				expect(answer.text).toContain(`id="${wrong}-error"`);
				expect(answer.text).toContain('value="Refused it"');
			}
			expect(await named(stage, 'Refused')).toEqual([]);
		},
	);

	test('at a time that comes twice says which is meant', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const night = { 'start-day': '2099-10-25', 'start-time': '02:15', 'end-day': '2099-10-25', 'end-time': '02:45' };
		const { status, text } = await admin.post(`${room}/new?/preview`, closureForm('Doubled', night));
		expect(status).toBe(200);
		expect(mainOf(text)).toMatch(/UTC\+02:00.*UTC\+01:00.*the first time is meant.*the second time is meant/);
	});

	test('that somebody else changed meanwhile is shown as it stands, beside what was typed', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const address = await publish(admin, closureForm('Contested'));
		expect((await admin.post(`${address}/change?/publish`, changeForm('Contested first'))).status).toBe(303);
		const late = await admin.post(`${address}/change?/preview`, changeForm('Contested late'));
		expect(late.status).toBe(409);
		expect(late.text).toContain('value="Contested late it"');
		expect(mainOf(late.text)).toContain('Contested first it');
		expect(late.text).toContain('name="version" value="2"');
		expect((await admin.post(`${address}/cancel?/cancel`, { version: '1' })).status).toBe(409);
	});

	test('that starts soon grows only with a reason', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const begun = { ...periodOf(-10, 60), planned: 'unplanned', reason: 'A disk failed' };
		const spain = { kind: 'company_holiday', branch: 'spain' };
		const address = await publish(admin, closureForm('Longer', { ...spain, ...begun }));
		const longer = { branch: 'spain', ...periodOf(-10, 90) };
		const refused = await admin.post(`${address}/change?/preview`, changeForm('Longer', longer));
		expect([refused.status, refused.text.includes('id="reason-error"')]).toEqual([400, true]);
		const explained = changeForm('Longer', { ...longer, reason: 'Two disks failed' });
		expect((await admin.post(`${address}/change?/publish`, explained)).status).toBe(303);
	});

	test('that runs ends at once, and its customers can write again', async ({ stage }) => {
		const admin = await stage.staff('admin');
		const customer = await stage.customer(french.code);
		const begun = { ...periodOf(-10, 60), planned: 'unplanned', reason: 'A strike' };
		const address = await publish(admin, closureForm('Strike', { ...france, ...begun }));
		const ticket = { subject: 'During the strike' };
		expect((await customer.postFiles(`${units.slave}?/open`, ticket, [])).status).toBe(423);
		expect(mainOf((await admin.get(address)).text)).toContain('Running');
		const ended = await admin.post(`${address}/cancel?/cancel`, { version: '1' });
		expect(ended.location).toBe(`${address}?done=ended`);
		expect(await openTicket(customer, units.slave, ticket)).toBeGreaterThan(1000);
		expect((await admin.get(`${address}/change`)).location).toBe(address);
	});
});
