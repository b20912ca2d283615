import { chromium } from 'playwright-core';
import { findChromium } from '../tests/chromium.ts';

/** Bytes of a first visit as they travel, headers included. */
export type Weight = { html: number; script: number; style: number; font: number };

const kinds: Record<string, keyof Weight> = { Document: 'html', Script: 'script', Stylesheet: 'style', Font: 'font' };

/** What a browser with an empty cache fetches to show this page. */
export async function weigh(origin: string, path: string, session?: string): Promise<Weight> {
	const browser = await chromium.launch(await findChromium());
	try {
		const context = await browser.newContext();
		if (session) await context.addCookies([{ name: 'serialdesk', value: session, url: origin }]);
		const page = await context.newPage();
		const weight: Weight = { html: 0, script: 0, style: 0, font: 0 };
		const kindOf = new Map<string, keyof Weight>();
		const devtools = await context.newCDPSession(page);
		devtools.on('Network.responseReceived', ({ requestId, type }) => {
			const kind = kinds[type];
			if (kind) kindOf.set(requestId, kind);
		});
		devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			const kind = kindOf.get(requestId);
			if (kind) weight[kind] += encodedDataLength;
		});
		await devtools.send('Network.enable');
		await page.goto(new URL(path, origin).href, { waitUntil: 'networkidle' });
		return weight;
	} finally {
		await browser.close();
	}
}
