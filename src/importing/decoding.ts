import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Obstacle } from '../obstacle.ts';

/**
 * The encoding of a text file: what its byte order mark says, else UTF-8 after a look at every byte. Bytes that are not UTF-8 may be any of
 * a dozen encodings, and the wrong guess turns names into rubbish, so that only a person can say. `name` is what its owner calls the file.
 * @throws Obstacle with the line of the first such byte
 */
export async function encodingOf(file: string, name = file): Promise<string> {
	const mark = await firstBytes(file);
	if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le';
	if (mark[0] === 0xfe && mark[1] === 0xff) return 'utf-16be';
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let line = 1;
	for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
		const bytes = chunk as Buffer;
		try {
			decoder.decode(bytes, { stream: true });
		} catch {
			throw notUtf8(name, line + linesBeforeFault(bytes));
		}
		line += count(bytes, bytes.length);
	}
	try {
		decoder.decode();
	} catch {
		throw notUtf8(name, line);
	}
	return 'utf-8';
}

/** The text of a file, piece by piece, without its byte order mark. `onRead` hears how many bytes each piece had. */
export async function* decode(
	file: string,
	encoding: string,
	onRead: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding);
	for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
		onRead((chunk as Buffer).length);
		const text = decoder.decode(chunk as Buffer, { stream: true });
		if (text) yield text;
	}
	const rest = decoder.decode();
	if (rest) yield rest;
}

/** Whether an encoding of this name can be read. */
export function isEncoding(name: string): boolean {
	try {
		return new TextDecoder(name).encoding !== '';
	} catch {
		return false;
	}
}

async function firstBytes(file: string): Promise<Buffer> {
	await using handle = await open(file);
	const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
	return buffer.subarray(0, bytesRead);
}

function notUtf8(name: string, line: number): Obstacle {
	return new Obstacle(
		`${name} is not UTF-8 (line ${line}). Save it as "CSV UTF-8", or say what it is: --encoding windows-1252 (Western Europe), windows-1251 (Cyrillic).`,
	);
}

/** Lines before the first byte that no UTF-8 text has there, to the nearest line. */
function linesBeforeFault(bytes: Buffer): number {
	let good = 0;
	for (let step = bytes.length; step >= 1; step = Math.floor(step / 2)) {
		while (good + step <= bytes.length && isStart(bytes, good + step)) good += step;
	}
	return count(bytes, good);
}

/** Whether the first bytes may begin a UTF-8 text; up to three bytes of a character cut at either end do not matter. */
function isStart(bytes: Buffer, length: number): boolean {
	const continued = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(Math.min(Math.max(continued, 0), 3), length), {
			stream: true,
		});
		return true;
	} catch {
		return false;
	}
}

function count(bytes: Buffer, length: number): number {
	let lines = 0;
	for (let at = bytes.indexOf(10); at !== -1 && at < length; at = bytes.indexOf(10, at + 1)) lines++;
	return lines;
}
