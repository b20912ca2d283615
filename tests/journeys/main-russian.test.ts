import { afterAll, beforeAll } from 'vitest';
import { openBrowser, type Browser } from '../browser.ts';
import { test } from '../demonstration.ts';
import { russian } from '../customers.ts';
import { tell } from '../story.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

test('a Russian-speaking workshop asks, is answered, closes, and asks again', async ({ stage }) => {
	await tell({ stage, browser, customer: russian, javaScript: true });
});
