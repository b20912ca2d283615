import { visit, type Browser, type Page, type Visit } from './browser.ts';
import { password, type Demonstration } from './demonstration.ts';
import type { Visitor } from './http.ts';

/** An administrator who reads English, at a page of the administration; his browser runs no script unless told otherwise. */
export async function administer(
	browser: Browser,
	{ portal, query }: Demonstration,
	path: string,
	how: Visit = {},
): Promise<Page> {
	await query(`update account set locale = 'en' where login = 'admin@serialdesk.test'`);
	const page = await visit(browser, portal.origin, { javaScript: false, ...how });
	await page.goto(`/desk/login?to=${encodeURIComponent(path)}`);
	await page.locator('input[name="email"]').fill('admin@serialdesk.test');
	await page.locator('input[name="password"]').fill(password);
	await page.locator('form:has(input[name="email"]) button').click();
	await page.waitForURL(`**${path}`);
	return page;
}

/** Sends the form of the page as its first button does. */
export function save(page: Page): Promise<void> {
	return page.locator('main form button.primary').click();
}

/** What the form of a page says that it shows. */
export async function stampAt(visitor: Visitor, path: string): Promise<string> {
	const { text } = await visitor.get(path);
	return /name="shown" value="([^"]+)"/.exec(text)?.[1] ?? '';
}
