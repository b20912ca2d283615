import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { config } from '../config.server.ts';
import type { Reading } from '../database/connection.ts';
import { log } from '../log.ts';
import { storeBytes } from './storing.ts';

const previewPixels = 1280;
// A picture that claims more is not opened: it would fill the memory.
const maxPixels = 120_000_000;

/**
 * Makes the preview that pages show: decoded and encoded anew by us, so that nothing but pixels is left of what
 * was sent. What cannot be decoded stays a file without preview.
 */
export async function makePreview(db: Reading, attachmentId: string): Promise<void> {
	const row = await db
		.selectFrom('attachment')
		.select('stored_as')
		.where('id', '=', attachmentId)
		.where('preview_as', 'is', null)
		.executeTakeFirst();
	if (!row) return;
	// Loaded only when there is a picture: the library takes its memory at once.
	const { default: sharp } = await import('sharp');
	const decoder = sharp({ limitInputPixels: maxPixels, failOn: 'error' })
		.rotate()
		.resize(previewPixels, previewPixels, { fit: 'inside', withoutEnlargement: true })
		.webp({ quality: 78 });
	try {
		const { data, info } = await createReadStream(path.join(config().storageDirectory, row.stored_as))
			.pipe(decoder)
			.toBuffer({ resolveWithObject: true });
		const { storedAs } = await storeBytes(Readable.from([data]));
		await db
			.updateTable('attachment')
			.set({ preview_as: storedAs, preview_width: info.width, preview_height: info.height })
			.where('id', '=', attachmentId)
			.execute();
	} catch (error) {
		log().info({ attachmentId, reason: String(error) }, 'no preview of this picture');
	}
}
