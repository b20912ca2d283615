import { expect } from 'vitest';
import { expectAccessible, holdAsPhone, type Page } from './browser.ts';

/** Nothing but colours differs between light and dark, and on a phone nothing but where things stand. */
export async function expectSound(page: Page): Promise<void> {
	await expectAccessible(page);
	await page.emulateMedia({ colorScheme: 'dark' });
	await settled(page);
	await expectAccessible(page, { only: ['color-contrast'] });
	await page.emulateMedia({ colorScheme: 'light' });
	await expectWideEnough(page);
	await holdAsPhone(page, true);
	await expectAccessible(page, { only: placed });
	await expectWideEnough(page);
	await expectInReach(page);
	await holdAsPhone(page, false);
}

async function expectWideEnough(page: Page): Promise<void> {
	const { overflow, width } = await page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		return { overflow: scrollWidth - clientWidth, width: clientWidth };
	});
	expect(`${page.url()} is ${overflow} px too wide for ${width}`).toBe(`${page.url()} is 0 px too wide for ${width}`);
}

/** For a thumb: telephone numbers and the links of the foot are as high as a button. */
async function expectInReach(page: Page): Promise<void> {
	const heights = await page
		.locator('a[href^="tel:"], footer a')
		.evaluateAll((links) => links.map((link) => Math.round(link.getBoundingClientRect().height)));
	expect(Math.min(...heights, 44)).toBe(44);
}

/** What depends on where things stand, and on what is shown at all. */
const placed = [
	'target-size',
	'scrollable-region-focusable',
	'heading-order',
	'page-has-heading-one',
	'label',
	'link-name',
	'button-name',
	'empty-table-header',
	'region',
];

/** A colour on its way to another is neither. */
async function settled(page: Page): Promise<void> {
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
	await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
}
