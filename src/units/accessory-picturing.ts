import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { readBytes, type StoredBytes } from '../attachments/storing.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import { accessoryLimits, isDrawing } from './accessory.ts';

const mostPixels = 50_000_000;
const longestSide = 192;
const unchosenDays = 7;

/**
 * Keeps a picture that has arrived as an accessory's own: decoded and encoded anew, at most 192 pixels wide and high. Answers its hash,
 * which a form may carry until somebody saves it. The file that arrived stays the caller's to discard.
 * @throws Refusal `picture-invalid`: larger than 2 MiB, or neither PNG nor JPEG nor WebP that can be decoded
 */
export async function keepPicture(db: Reading, { storedAs, size }: StoredBytes, now: Date): Promise<string> {
	if (size > accessoryLimits.pictureBytes) throw new Refusal('picture-invalid');
	const bytes = await encode(await buffer(readBytes(storedAs)));
	const hash = createHash('sha256').update(bytes).digest('hex');
	await db
		.insertInto('accessory_picture')
		.values({ hash, bytes, chosen_at: now })
		.onConflict((before) => before.column('hash').doUpdateSet({ chosen_at: now }))
		.execute();
	return hash;
}

/** Makes sure that a picture can be shown, and that nobody forgets it now. @throws Refusal `picture-invalid` */
export async function choosePicture(trx: Writing, picture: string, now: Date): Promise<void> {
	if (isDrawing(picture)) return;
	const kept = await trx
		.updateTable('accessory_picture')
		.set({ chosen_at: now })
		.where('hash', '=', picture)
		.returning('hash')
		.executeTakeFirst();
	if (!kept) throw new Refusal('picture-invalid');
}

/** A picture of the maker's own, as WebP. @throws Refusal `not-found` */
export async function findPicture(db: Reading, hash: string): Promise<Buffer<ArrayBuffer>> {
	// An address can carry anything.
	if (!/^[0-9a-f]{64}$/.test(hash)) throw new Refusal('not-found');
	const row = await db.selectFrom('accessory_picture').select('bytes').where('hash', '=', hash).executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return row.bytes as Buffer<ArrayBuffer>;
}

/** Forgets pictures that nobody has chosen for a week and that no product and no RMA shows. */
export async function forgetPictures(db: Reading, now: Date): Promise<void> {
	const shows = (list: string) =>
		sql<boolean>`${sql.ref(list)} @> jsonb_build_array(jsonb_build_object('picture', c.hash))`;
	await db
		.deleteFrom('accessory_picture as c')
		.where('c.chosen_at', '<', new Date(now.getTime() - unchosenDays * 86_400_000))
		.where(({ not, exists, selectFrom }) => not(exists(selectFrom('product').where(shows('product.accessories')))))
		.where(({ not, exists, selectFrom }) => not(exists(selectFrom('rma_item').where(shows('rma_item.accessories')))))
		.execute();
}

async function encode(file: Buffer): Promise<Buffer> {
	if (!isReadable(file)) throw new Refusal('picture-invalid');
	// Loaded only when there is a picture: the library takes its memory at once.
	const { default: sharp } = await import('sharp');
	const picture = sharp(file, { limitInputPixels: mostPixels, failOn: 'error' })
		.rotate()
		.resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
		.webp({ quality: 85 });
	return picture.toBuffer().catch(() => {
		throw new Refusal('picture-invalid');
	});
}

/** By its first bytes, so that the library never opens anything else: a drawing in SVG may ask for other files. */
function isReadable(file: Buffer): boolean {
	const begins = (hex: string, at = 0) => file.subarray(at, at + hex.length / 2).toString('hex') === hex;
	return begins('89504e470d0a1a0a') || begins('ffd8ff') || (begins('52494646') && begins('57454250', 8));
}
