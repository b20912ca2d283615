import { afterAll, beforeAll } from 'vitest';
import { openBrowser, type Browser } from '../browser.ts';
import { italian, russian } from '../customers.ts';
import { test } from '../demonstration.ts';
import { tell } from '../story.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

test('without JavaScript an Italian workshop comes as far', async ({ stage }) => {
	await tell({ stage, browser, customer: italian, javaScript: false });
});

test('without JavaScript a Russian-speaking workshop comes as far', async ({ stage }) => {
	await tell({ stage, browser, customer: russian, javaScript: false });
});
