import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Connection } from './client.ts';

/** Bytes of a first visit as they travel, headers aside. */
export type Weight = { html: number; script: number; style: number; font: number };

/**
 * What a browser fetches to show this page for the first time: the page, the scripts that it names and those that they import,
 * the style sheets, and each font that has a character of the page.
 */
export async function weigh(origin: string, path: string, session?: string): Promise<Weight> {
	const connection = new Connection(origin, 'br, gzip');
	const weight: Weight = { html: 0, script: 0, style: 0, font: 0 };
	const seen = new Set<string>();
	const fetchOnce = async (url: URL, as: keyof Weight): Promise<string> => {
		if (seen.has(url.pathname)) return '';
		seen.add(url.pathname);
		const { status, bytes, headers } = await connection.ask({
			path: url.pathname + url.search,
			session,
			accept: '*/*',
		});
		if (status !== 200) throw new Error(`${url.pathname} answers ${status}`);
		weight[as] += bytes.length;
		return decoded(bytes, headers['content-encoding']);
	};
	const script = async (url: URL): Promise<void> => {
		const text = await fetchOnce(url, 'script');
		for (const imported of matches(text, /(?:from|import)\s*["'](\.[^"']+\.js)["']/g))
			await script(new URL(imported, url));
	};
	const style = async (url: URL, page: string) => {
		const text = await fetchOnce(url, 'style');
		for (const font of fontsFor(page, text)) await fetchOnce(new URL(font, url), 'font');
	};
	try {
		const page = new URL(path, origin);
		const html = await fetchOnce(page, 'html');
		for (const [tag] of html.matchAll(/<link\b[^>]*>/g)) {
			const url = new URL(attribute(tag, 'href'), page);
			if (attribute(tag, 'rel') === 'stylesheet') await style(url, html);
			else if (attribute(tag, 'rel') === 'modulepreload' || attribute(tag, 'as') === 'script') await script(url);
			else if (attribute(tag, 'as') === 'font') await fetchOnce(url, 'font');
		}
		for (const source of matches(html, /<script\b[^>]*\bsrc="([^"]+)"/g)) await script(new URL(source, page));
		for (const source of matches(html, /\bimport\("([^"]+\.js)"\)/g)) await script(new URL(source, page));
		return weight;
	} finally {
		connection.close();
	}
}

function decoded(bytes: Buffer, encoding: string | string[] | undefined): string {
	if (encoding === 'br') return brotliDecompressSync(bytes).toString('utf8');
	return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

function attribute(tag: string, name: string): string {
	return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}

function matches(text: string, pattern: RegExp): string[] {
	return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

/** A face without a range is fetched whatever the page says; which family an element uses is not looked at, so all of them count. */
function fontsFor(page: string, css: string): string[] {
	const characters = [...new Set(page)].map((character) => character.codePointAt(0) ?? 0);
	return matches(css, /@font-face\s*\{([^}]*)\}/g).flatMap((face) => {
		const file = /url\(["']?([^"')]+\.woff2)/.exec(face)?.[1];
		const ranges = /unicode-range:\s*([^;}]+)/i.exec(face)?.[1];
		return file && (!ranges || characters.some((character) => isIn(character, ranges))) ? [file] : [];
	});
}

function isIn(character: number, ranges: string): boolean {
	return ranges.split(',').some((range) => {
		const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
		const low = Number.parseInt(from.replaceAll('?', '0'), 16);
		const high = Number.parseInt(to.replaceAll('?', 'F'), 16);
		return character >= low && character <= high;
	});
}
