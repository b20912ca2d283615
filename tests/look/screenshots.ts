import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from '../chromium.ts';
import { sights, type Sight, type Who } from './pages.ts';
import { setStage, type Language, type Reader, type Stage } from './stage.ts';

// `npm run screenshots` takes the chosen pictures into docs/screenshots; with `-- --all` every page in every width, theme and
// language into docs/screenshots/all, for whoever looks at all of them; names (`-- --all form ticket`) narrow it.

const languages: Language[] = ['en', 'ru', 'fr'];
const widths = [390, 768, 1280, 1600];
const themes = ['light', 'dark'] as const;

const chosen = new Set([
	'login-1280-light-en',
	'login-390-dark-en',
	'tickets-1280-light-en',
	'tickets-1280-dark-en',
	'tickets-390-light-en',
	'tickets-390-dark-en',
	'tickets-1280-light-ru',
	'tickets-empty-768-light-fr',
	'products-1280-light-en',
	'units-1280-light-fr',
	'form-1280-light-en',
	'form-390-light-ru',
	'form-refused-1280-light-en',
	'ticket-1280-light-en',
	'ticket-1280-dark-en',
	'ticket-390-light-en',
	'units-own-1280-light-fr',
	'profile-1280-light-en',
	'profile-390-dark-ru',
	'desk-login-1280-light-en',
	'queue-1280-light-en',
	'queue-768-light-fr',
	'in-hand-1280-light-en',
	'desk-ticket-1280-light-en',
	'desk-ticket-1600-dark-en',
	'rma-bench-1280-light-en',
	'rma-desk-390-dark-ru',
	'rma-authorise-1280-light-en',
	'hours-390-light-ru',
	'admin-closures-1280-light-en',
	'branch-1280-light-fr',
	'customer-1280-light-en',
	'staff-1280-light-en',
	'audit-1280-dark-en',
	'mailbox-1280-light-en',
	'error-390-dark-fr',
]);

type Shot = { page: Page; name: string; folder: string };

const names = process.argv.slice(2);
const all = names.includes('--all');
const folder = all ? 'docs/screenshots/all' : 'docs/screenshots';
const wanted = (name: string, sight: string) => (all ? names.length === 1 || names.includes(sight) : chosen.has(name));

await using stage = await setStage();
await using browser = await chromium.launch(await findChromium());
if (names.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
let taken = 0;
let bytes = 0;
for (const language of languages) await lookAs(language);
process.stdout.write(`${taken} pictures, ${Math.round(bytes / 1024)} kB, in ${folder}\n`);

async function lookAs(language: Language): Promise<void> {
	const reader = await stage.readerOf(language);
	for (const phone of [true, false]) {
		for (const who of ['nobody', 'customer', 'newcomer', 'desk', 'administrator'] as const) {
			const context = await open(browser, { stage, reader, who, language, phone });
			for (const sight of sights.filter((sight) => sight.who === who))
				await look(context, sight, { reader, language, phone });
			await context.close();
		}
	}
}

type Opening = { stage: Stage; reader: Reader; who: Who; language: Language; phone: boolean };

async function open(browser: Browser, { stage, reader, who, language, phone }: Opening): Promise<BrowserContext> {
	const hand = phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {};
	const context = await browser.newContext({
		...hand,
		baseURL: stage.origin,
		locale: language,
		reducedMotion: 'reduce',
	});
	const cookies = who === 'nobody' ? new Map<string, string>() : await stage.enter(loginOf(reader, who));
	await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: stage.origin })));
	// The technician reads what the customer reads: the language is chosen as he would choose it.
	if (who === 'desk' || who === 'administrator')
		await context.request.post('/language', { form: { locale: language }, headers: { origin: stage.origin } });
	return context;
}

function loginOf(reader: Reader, who: Exclude<Who, 'nobody'>) {
	if (who === 'administrator') return { desk: 'admin' };
	return who === 'desk' ? { desk: reader.desk } : { customer: reader[who] };
}

type Looking = { reader: Reader; language: Language; phone: boolean };

async function look(context: BrowserContext, sight: Sight, { reader, language, phone }: Looking): Promise<void> {
	const shots = widths
		.filter((width) => phone === (width === 390))
		.flatMap((width) =>
			themes.map((theme) => ({ width, theme, name: `${sight.name}-${width}-${theme}-${language}` })),
		)
		.filter(({ name }) => wanted(name, sight.name));
	if (!shots[0]) return;
	const page = await context.newPage();
	await page.setViewportSize({ width: shots[0].width, height: phone ? 844 : 900 });
	// The fonts may come too late for the first page that asks for them.
	await page.goto('/login', { waitUntil: 'networkidle' });
	await page.goto(sight.address(reader));
	await page.waitForLoadState('networkidle');
	await sight.act?.(page);
	for (const { width, theme, name } of shots) {
		await page.emulateMedia({ colorScheme: theme });
		await unroll(page, { width, phone });
		await page.waitForLoadState('networkidle');
		await take({ page, name, folder });
	}
	await page.close();
}

/** The window as high as the page: what sticks to its foot then stands at the page's end, not over its middle. */
async function unroll(page: Page, { width, phone }: { width: number; phone: boolean }): Promise<void> {
	const least = phone ? 844 : 900;
	await page.setViewportSize({ width, height: least });
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width, height: Math.max(least, height) });
}

/** As few colours as a page has: text stays sharp and a picture weighs a third. */
async function take({ page, name, folder }: Shot): Promise<void> {
	const file = path.join(folder, `${name}.png`);
	await sharp(await page.screenshot({ fullPage: true }))
		.png({ palette: true, dither: 0, compressionLevel: 9, effort: all ? 1 : 10 })
		.toFile(file);
	taken += 1;
	bytes += (await stat(file)).size;
}
