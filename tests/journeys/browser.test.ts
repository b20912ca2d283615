import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, troublesOf, visit, type Browser } from '../browser.ts';
import { freePort } from '../portal.ts';

// The instrument itself: a browser that looked away would let every journey pass.

const page = `<!doctype html><html lang="en"><head><title>Bench</title><meta name="viewport" content="width=device-width"></head><body><main><h1>Bench</h1>
<p id="script">none</p><script>document.querySelector('#script').textContent = 'ran'</script></main></body></html>`;
const poor =
	'<!doctype html><html><body><img src="/missing"><script>throw new Error("torn wire")</script></body></html>';

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
	const port = await freePort();
	server = createServer((request, response) => {
		response.setHeader('content-type', 'text/html').end(request.url === '/poor' ? poor : page);
	}).listen(port, '127.0.0.1');
	origin = `http://localhost:${port}`;
	browser = await openBrowser();
});

afterAll(async () => {
	await browser?.close();
	server?.close();
});

test('runs scripts, or none', async () => {
	const reader = await visit(browser, origin);
	await reader.goto('/');
	expect(await reader.textContent('#script')).toBe('ran');
	const plain = await visit(browser, origin, { javaScript: false });
	await plain.goto('/');
	expect(await plain.textContent('#script')).toBe('none');
});

test('is a phone in the dark when asked to be', async () => {
	const reader = await visit(browser, origin, { phone: true, dark: true });
	await reader.goto('/');
	const seen = await reader.evaluate(() => [innerWidth < 500, matchMedia('(prefers-color-scheme: dark)').matches]);
	expect(seen).toEqual([true, true]);
});

test('sees what is wrong with a page', async () => {
	const reader = await visit(browser, origin);
	await reader.goto('/poor');
	expect(troublesOf(reader)).toContain('error: torn wire');
	await expect(expectAccessible(reader)).rejects.toThrow('image-alt');
	await reader.goto('/');
	await expectAccessible(reader);
});
