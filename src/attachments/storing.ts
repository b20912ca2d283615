import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { config } from '../config.server.ts';

/** A file that has arrived whole: where it lies, how many bytes it has, and its SHA-256. */
export type StoredBytes = { storedAs: string; size: number; sha256: Buffer };

/**
 * Streams bytes to disk under a name of our own: temporary file, hash on the way, fsync, rename, fsync of the
 * folder. When the stream breaks, nothing remains.
 */
export async function storeBytes(source: Readable, directory = config().storageDirectory): Promise<StoredBytes> {
	const id = randomUUID();
	const storedAs = path.join(id.slice(0, 2), id);
	const target = path.join(directory, storedAs);
	const temporary = `${target}.part`;
	const made = await mkdir(path.dirname(target), { recursive: true });
	const sha256 = createHash('sha256');
	let size = 0;
	const measure = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			size += chunk.length;
			sha256.update(chunk);
			done(null, chunk);
		},
	});
	try {
		// A pipeline from a stream that broke before it began would wait for ever.
		if (source.destroyed) throw new Error('the stream broke before it was read');
		await pipeline(source, measure, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
		await rename(temporary, target);
		await flush(path.dirname(target));
		if (made) for (const folder of new Set([directory, path.dirname(made)])) await flush(folder);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
	return { storedAs, size, sha256: sha256.digest() };
}

/** Reads what was stored. `range` in bytes, both ends included. */
export function readBytes(
	storedAs: string,
	range?: { start: number; end: number },
	directory = config().storageDirectory,
): Readable {
	return createReadStream(path.join(directory, storedAs), range);
}

/** Removes what was stored; what is gone already is no error. */
export async function removeBytes(storedAs: string, directory = config().storageDirectory): Promise<void> {
	await rm(path.join(directory, storedAs), { force: true });
}

// A renamed file, or a new folder, is safe only when the folder around it is on disk as well.
async function flush(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
