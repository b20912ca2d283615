import { mkdirSync } from 'node:fs';
import path from 'node:path';
import axe, { type RunOptions } from 'axe-core';
import { chromium, devices, type Browser, type CDPSession, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

export type Visit = {
	/** Language of the browser; the portal itself goes by the account's. */
	locale?: string;
	/** False: as for a reader whose script never arrives. */
	javaScript?: boolean;
	dark?: boolean;
	phone?: boolean;
	/** Where he is; in Rome unless told otherwise. */
	timeZone?: string;
};

/** A browser for a test file: `const browser = await openBrowser(); afterAll(() => browser.close())`. `flags`: further ones of Chromium. */
export async function openBrowser(...flags: string[]): Promise<Browser> {
	const { args, ...found } = await findChromium();
	return chromium.launch({ ...found, args: [...args, ...flags] });
}

/** A new visitor with his own cookies. Pages may use addresses without the origin: `page.goto('/login')`. */
export async function visit(browser: Browser, origin: string, how: Visit = {}): Promise<Page> {
	const screen = how.phone ? phone : { viewport: desk };
	const context = await browser.newContext({
		...screen,
		baseURL: origin,
		locale: how.locale ?? 'en',
		timezoneId: how.timeZone ?? 'Europe/Rome',
		javaScriptEnabled: how.javaScript ?? true,
		colorScheme: how.dark ? 'dark' : 'light',
		reducedMotion: 'reduce',
	});
	context.setDefaultTimeout(10_000);
	const page = await context.newPage();
	noteTroubles(page);
	return page;
}

const { defaultBrowserType: _, ...phone } = devices['iPhone 13'];
const desk = { width: 1280, height: 900 };

const devtools = new WeakMap<Page, CDPSession>();

/** The page that is open becomes the one of a phone, or of a desk again, without being loaded anew. */
export async function holdAsPhone(page: Page, isPhone: boolean): Promise<void> {
	const browser = devtools.get(page) ?? (await page.context().newCDPSession(page));
	// What a session has asked for ends with it.
	devtools.set(page, browser);
	const { width, height } = isPhone ? phone.viewport : desk;
	await browser.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: isPhone });
	await browser.send('Emulation.setTouchEmulationEnabled', { enabled: isPhone });
	await page.waitForFunction(
		(expected) => innerWidth === expected.width && matchMedia('(pointer: coarse)').matches === expected.isPhone,
		{ width, isPhone },
	);
}

const troubles = new WeakMap<Page, string[]>();

/** What the browser complained about on this page: script errors, refused content, answers of 500 and above. */
export function troublesOf(page: Page): string[] {
	return troubles.get(page) ?? [];
}

function noteTroubles(page: Page): void {
	const noted: string[] = [];
	troubles.set(page, noted);
	page.on('pageerror', (error) => noted.push(`error: ${error.message}`));
	page.on('console', (message) => {
		if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
			noted.push(`console: ${message.text()}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 500) noted.push(`${response.status()}: ${response.url()}`);
	});
}

/** Logs a customer in at the front page. */
export async function enterPortal(page: Page, code: string, password: string): Promise<void> {
	await enter(page, { door: '/login', name: 'code', login: code, password });
	await page.waitForURL('**/tickets');
}

/** Logs a member of the staff in at the desk's own door. */
export async function enterDesk(page: Page, email: string, password: string): Promise<void> {
	await enter(page, { door: '/desk/login', name: 'email', login: email, password });
	await page.waitForURL('**/desk/queue');
}

type Entrance = { door: string; name: 'code' | 'email'; login: string; password: string };

async function enter(page: Page, { door, name, login, password }: Entrance): Promise<void> {
	await page.goto(door);
	await page.locator(`input[name="${name}"]`).fill(login);
	await page.locator('input[name="password"]').fill(password);
	await page.locator(`form:has(input[name="${name}"]) button`).click();
}

/** Waits until the page's scripts have taken over; at once where a page has none. */
export async function hydrated(page: Page): Promise<void> {
	await page.waitForLoadState('networkidle');
}

/** Presses Tab until the focus is there, and sees that it shows at every stop on the way. */
export async function tabTo(page: Page, selector: string): Promise<void> {
	for (let presses = 0; presses < 120; presses++) {
		await page.keyboard.press('Tab');
		const { isThere, unseen } = await page.evaluate((wanted) => {
			const focused = document.activeElement;
			const isOutlined = (element: Element) => {
				const { outlineStyle, outlineWidth } = getComputedStyle(element);
				return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
			};
			// An editor draws it around its frame; behind the last stop the focus is the browser's own.
			const near = [focused, focused?.parentElement, focused?.parentElement?.parentElement].filter((one) => !!one);
			const isSeen = focused === document.body || near.some(isOutlined);
			return { isThere: focused?.matches(wanted) ?? false, unseen: isSeen ? '' : (focused?.outerHTML ?? '') };
		}, selector);
		if (unseen) throw new Error(`it has the focus and does not show it: ${unseen.slice(0, 200)}`);
		if (isThere) return;
	}
	throw new Error(`Tab does not lead to ${selector}`);
}

/**
 * Fails when axe finds anything against WCAG 2.2 AA or its own best practices. `only`: of these rules alone. What stands in a frame is not
 * looked at: a frame without scripts would never answer.
 */
export async function expectAccessible(page: Page, { only }: { only?: string[] } = {}): Promise<void> {
	// To read axe takes a page longer than to be looked at by it.
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const options: RunOptions = { iframes: false, resultTypes: ['violations'], ...(only && { runOnly: only }) };
	const { violations } = await page.evaluate((how) => {
		const { axe: reader } = globalThis as unknown as { axe: typeof axe };
		return reader.run({ exclude: ['iframe'] }, how);
	}, options);
	const found = violations.map(
		({ id, help, nodes }) => `${id}: ${help}\n   ${nodes.map((node) => node.html).join('\n   ')}`,
	);
	if (found.length > 0) throw new Error(`axe on ${page.url()}:\n${found.join('\n')}`);
}

/** Keeps what the visitor saw, for the person who reads the failure. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
	mkdirSync('tests/failures', { recursive: true });
	await page.screenshot({ path: path.join('tests/failures', `${name}.png`), fullPage: true });
}

export type { Browser, Page };
