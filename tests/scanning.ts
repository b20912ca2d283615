import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Browser } from './browser.ts';

const { resolve } = createRequire(import.meta.url);
const host = 'https://paper.test';

const served: Record<string, { contentType: string; body: string }> = {
	'/': {
		contentType: 'text/html',
		body: `<!doctype html><script type="module">
			import { getDocument, GlobalWorkerOptions } from '/pdf.mjs';
			GlobalWorkerOptions.workerSrc = '/worker.mjs';
			globalThis.drawPages = async (base64, scale) => {
				const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
				const pdf = await getDocument({ data }).promise;
				const drawn = [];
				for (let nth = 1; nth <= pdf.numPages; nth++) {
					const page = await pdf.getPage(nth);
					const viewport = page.getViewport({ scale });
					const canvas = document.createElement('canvas');
					[canvas.width, canvas.height] = [viewport.width, viewport.height];
					await page.render({ canvas, viewport }).promise;
					drawn.push(canvas.toDataURL('image/png').split(',')[1]);
				}
				return drawn;
			};
			document.title = 'ready';
		</script>`,
	},
	'/pdf.mjs': script('pdfjs-dist/build/pdf.min.mjs'),
	'/worker.mjs': script('pdfjs-dist/build/pdf.worker.min.mjs'),
};

function script(file: string) {
	return { contentType: 'text/javascript', body: readFileSync(resolve(file), 'utf8') };
}

/** What a scanner finds on each page of a PDF, printed at 216 dots per inch: 'Code128 RMA-10001', in alphabetical order. */
export async function scanPdf(browser: Browser, bytes: Uint8Array): Promise<string[][]> {
	const page = await browser.newPage();
	await page.route(`${host}/**`, (route) => route.fulfill(served[new URL(route.request().url()).pathname]));
	await page.goto(`${host}/`);
	await page.waitForFunction(() => document.title === 'ready');
	const base64 = Buffer.from(bytes).toString('base64');
	const drawn = await page.evaluate<string[]>(`drawPages(${JSON.stringify(base64)}, 3)`);
	await page.close();
	return Promise.all(drawn.map((picture) => scan(Buffer.from(picture, 'base64'))));
}

async function scan(picture: Uint8Array): Promise<string[]> {
	prepareZXingModule({ overrides: { wasmBinary: reader() } });
	const found = await readBarcodes(picture, { formats: ['Code128', 'DataMatrix'], tryHarder: true });
	return found
		.filter(({ isValid }) => isValid)
		.map(({ format, text }) => `${format} ${text}`)
		.sort();
}

function reader(): ArrayBuffer {
	return Uint8Array.from(readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer;
}
