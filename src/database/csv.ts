import { Readable } from 'node:stream';

/** Tells a spreadsheet that what follows is UTF-8. */
const byteOrderMark = '\uFEFF';

/** One line of a CSV file (RFC 4180). A spreadsheet must show a value and not run it as a formula. */
export function csvLine(fields: string[], end = '\r\n'): string {
	return fields.map(asField).join(',') + end;
}

function asField(text: string): string {
	const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Lines that come in pages as bytes for an answer, each page read only when the one before it is on its way. */
export function csvStream(header: string[], pages: AsyncIterable<string[][]>): ReadableStream<Uint8Array> {
	const encode = (text: string) => new TextEncoder().encode(text);
	async function* pieces() {
		yield encode(byteOrderMark + csvLine(header));
		for await (const rows of pages) yield encode(rows.map((row) => csvLine(row)).join(''));
	}
	return Readable.toWeb(Readable.from(pieces(), { objectMode: false })) as ReadableStream<Uint8Array>;
}
