import { parseAtomFeed } from 'feedsmith';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ask, away, hour, inHours, now, test } from '../announced.ts';
import { expectAccessible, openBrowser, troublesOf, visit, type Browser, type Page } from '../browser.ts';
import { openForeignSite } from '../foreign-site.ts';

const types = {
	json: 'application/feed+json',
	atom: 'application/atom+xml',
	ics: 'text/calendar',
	js: 'text/javascript',
};
const formats = Object.keys(types) as (keyof typeof types)[];
let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const titlesIn = (json: string) => (JSON.parse(json) as { items: { title: string }[] }).items.map(({ title }) => title);
const eventsIn = (ics: string) =>
	new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));

describe('a feed', () => {
	test.for(formats)('as .%s is open to the world, and kept by caches for five minutes', async (format, { origin }) => {
		const answer = await ask(`${origin}/announcements.${format}?lang=it`);
		expect(answer.text).toContain('Maintenance it');
		const { status, headers } = await ask(`${origin}/announcements.${format}?lang=it`, {}, 'HEAD');
		expect(status).toBe(200);
		expect(Object.fromEntries(headers)).toMatchObject({
			'content-type': `${types[format]}; charset=utf-8`,
			'cache-control': 'public, max-age=300',
			'access-control-allow-origin': '*',
			'cross-origin-resource-policy': 'cross-origin',
			etag: expect.stringMatching(/^"[\w-]{43}"$/),
			'last-modified': now.toUTCString(),
		});
		expect(headers.get('vary') ?? '').not.toMatch(/language|cookie/i);
	});

	test.for(formats)('as .%s is the same for a customer as for everybody', async (format, { stage, origin }) => {
		const customer = await stage.customer('C2001');
		const cookie = [...customer.cookies].map((pair) => pair.join('=')).join('; ');
		const path = `${origin}/announcements.${format}`;
		const asked = { 'accept-language': 'es-AR,es;q=0.9' };
		const [his, everybodys] = [
			await ask(path, { ...asked, cookie: `${cookie}; language=ru` }),
			await ask(path, asked),
		];
		expect(his.text).toBe(everybodys.text);
		expect(his.text).toContain('Maintenance es');
		expect(his.headers.has('set-cookie')).toBe(false);
		expect(his.headers.get('vary')).toMatch(/^Accept-Language(, Accept-Encoding)?$/);
	});

	test.for(formats)('as .%s is told of a language or a branch that there is not', async (format, { origin }) => {
		for (const [query, status, words] of [
			['lang=de', 400, 'en, it, fr, es, ru'],
			['lang=', 400, 'en, it, fr, es, ru'],
			['branch=nowhere', 404, 'There is nothing at this address'],
		] as const) {
			const refused = await ask(`${origin}/announcements.${format}?${query}`);
			expect([query, refused.status, refused.headers.get('cache-control')]).toEqual([query, status, 'no-store']);
			expect(refused.text).toContain(words);
		}
	});

	test('of a branch tells what is for its customers, and of no other', async ({ origin }) => {
		const titles = async (query: string) =>
			titlesIn((await ask(`${origin}/announcements.json?lang=fr${query}`)).text).sort();
		const all = ['Maintenance fr', 'Title in fr'];
		const french = ['Annulation : Inventaire fr', `${away} fr`];
		expect(await titles('&branch=italy')).toEqual(all);
		expect(await titles('&branch=france')).toEqual([...french, ...all]);
		expect(await titles('')).toEqual([...french, ...all]);
	});
});

describe('whoever has a feed already', () => {
	test.for(formats)('is told no more than that it is the same, as .%s', async (format, { origin }) => {
		const url = `${origin}/announcements.${format}?lang=ru`;
		const { headers } = await ask(url);
		const [etag, changed] = [headers.get('etag')!, headers.get('last-modified')!];
		const before = new Date(now.getTime() - 1000).toUTCString();
		const cases: [Record<string, string>, number][] = [
			[{ 'if-none-match': etag }, 304],
			[{ 'if-none-match': `W/${etag}` }, 304],
			[{ 'if-none-match': `"a", ${etag}, "b"` }, 304],
			[{ 'if-none-match': '*' }, 304],
			[{ 'if-none-match': '"a"' }, 200],
			[{ 'if-none-match': '"a"', 'if-modified-since': changed }, 200],
			[{ 'if-modified-since': changed }, 304],
			[{ 'if-modified-since': before }, 200],
			[{ 'if-modified-since': 'yesterday' }, 200],
		];
		for (const [asked, status] of cases) {
			const answer = await ask(url, asked);
			expect([asked, answer.status, answer.text === '']).toEqual([asked, status, status === 304]);
			const { etag: tag, 'cache-control': cache } = Object.fromEntries(answer.headers);
			expect([tag, cache]).toEqual([etag, 'public, max-age=300']);
		}
	});
});

describe('other programs', () => {
	test('read closures as events of a calendar, the cancelled one as cancelled', async ({ origin }) => {
		const events = eventsIn((await ask(`${origin}/announcements.ics?lang=ru&branch=france`)).text);
		const read = events.map(({ summary, sequence, startDate, endDate, component }) => ({
			summary,
			sequence,
			status: component.getFirstPropertyValue('status'),
			hours: (endDate.toJSDate().getTime() - startDate.toJSDate().getTime()) / hour,
			startsAt: startDate.toJSDate(),
		}));
		expect(read).toEqual([
			{ summary: 'Maintenance ru', sequence: 1, status: 'CONFIRMED', hours: 30, startsAt: inHours(48) },
			{ summary: `${away} ru`, sequence: 1, status: 'CONFIRMED', hours: 30, startsAt: inHours(72) },
			{ summary: 'Отменено: Inventaire ru', sequence: 2, status: 'CANCELLED', hours: 30, startsAt: inHours(240) },
		]);
		expect(events[0]?.description).toMatch(
			/\n\nПервая строка; и\nвторая, подлиннее\.\n\n<b>Past<\/b> ]]> & {2}end\.$/,
		);
	});

	test('read an Atom feed that is XML to the letter, and leads to the announcement', async ({ stage, origin }) => {
		const { text } = await ask(`${origin}/announcements.atom?lang=fr`);
		const feed = parseAtomFeed(text);
		expect(feed.links?.[0]?.href).toBe(`${origin}/announcements.atom?lang=fr`);
		const page = await visit(browser, origin);
		await page.goto('/announcements');
		const [root, paragraphs] = await page.evaluate((xml) => {
			const parsed = new DOMParser().parseFromString(xml, 'application/xml');
			return [parsed.documentElement.nodeName, parsed.querySelector('content')?.textContent];
		}, text);
		expect([root, paragraphs]).toEqual(['feed', expect.stringContaining('<b>Past</b> ]]> &  end.')]);
		const href = feed.entries?.find(({ title }) => title?.value === `${away} fr`)?.links?.[0]?.href ?? '';
		await page.goto(href);
		expect(await page.locator(new URL(href).hash).textContent()).toContain(`${away} en`);
		const customer = (await (await stage.customer('C2001')).get('/announcements')).text;
		for (const format of ['json', 'atom', 'ics'] as const)
			expect(customer).toContain(`rel="alternate" type="${types[format]}" title=`);
		expect(customer).toContain(`href="webcal://${new URL(origin).host}/announcements.ics?lang=fr&amp;branch=france"`);
	});
});

describe('on another site', () => {
	test.for([
		['it', 'Maintenance it', /^\d+ \p{L}+ \d{4} alle ore \d\d:\d\d GMT\+9 – /u],
		['ru', 'Maintenance ru', /^\d+ \p{L}+ \d{4}\sг\. в \d\d:\d\d GMT\+9 – /u],
	] as const)(
		'with a strict policy the script shows what is announced, in the visitor’s own time (%s)',
		async ([language, title, period], { origin }) => {
			const page = await visitForeign(
				origin,
				`<p>Before</p><script async src="${origin}/announcements.js?lang=${language}"></script>`,
			);
			const list = page.locator('p + script + ul');
			await list.waitFor();
			expect(await list.locator('a').allTextContents()).toEqual([
				title,
				`${away} ${language}`,
				`Title in ${language}`,
			]);
			expect(await list.locator('li').first().innerText()).toMatch(new RegExp(`^${title}\n`));
			expect((await list.locator('li').first().innerText()).split('\n')[1]).toMatch(period);
			expect(await list.locator('a').nth(1).getAttribute('href')).toMatch(/\/announcements#announcement-\d+$/);
			expect(await list.evaluate((element) => getComputedStyle(element).listStyleType)).toBe('none');
			expect(troublesOf(page)).toEqual([]);
		},
	);

	test('the script shows as many as it is told, in a branch’s name', async ({ origin }) => {
		const page = await visitForeign(
			origin,
			`<script async data-limit="1" src="${origin}/announcements.js?lang=es&branch=france"></script>`,
		);
		expect(await page.locator('li a').allTextContents()).toEqual(['Maintenance es']);
	});

	test.for([{}, { dark: true, phone: true }])(
		'a frame shows what is announced, without a cookie: %o',
		async (how, { origin }) => {
			const page = await visitForeign(
				origin,
				`<iframe title="News" src="${origin}/announcements/frame?lang=ru&branch=france"></iframe>`,
				how,
			);
			const frame = page.frameLocator('iframe');
			await frame.locator('h2', { hasText: `${away} ru` }).waitFor();
			expect(await frame.locator('html').getAttribute('lang')).toBe('ru');
			expect(await frame.locator('h2 a').first().getAttribute('href')).toMatch(
				/^http.*\/announcements#announcement-\d+$/,
			);
			expect(await page.context().cookies()).toEqual([]);
			expect(troublesOf(page)).toEqual([]);
			expect((await ask(`${origin}/announcements/frame`)).text).not.toContain('<script');
			const inside = await visit(browser, origin, how);
			await inside.goto('/announcements/frame?lang=ru');
			await expectAccessible(inside);
		},
	);

	test('a frame shows no other page of the portal', async ({ origin }) => {
		for (const path of ['/announcements', '/login', '/announcements/frame?lang=de']) {
			const page = await visitForeign(origin, `<iframe title="News" src="${origin}${path}"></iframe>`);
			expect(troublesOf(page)).toEqual([expect.stringContaining('frame')]);
		}
	});
});

/** A page of somebody else, which lets in the portal's scripts and frames and nothing besides. */
async function visitForeign(origin: string, body: string, how = {}): Promise<Page> {
	await using site = await openForeignSite(
		body,
		`default-src 'none'; script-src ${origin}; style-src 'self'; frame-src ${origin}`,
	);
	const page = await visit(browser, site.origin, { ...how, timeZone: 'Asia/Tokyo' });
	await page.goto('/', { waitUntil: 'networkidle' });
	return page;
}
