import { Readable } from 'node:stream';
import { sql } from 'kysely';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { storeBytes } from '../attachments/storing.ts';
import { test } from '../../tests/desk.ts';
import { authorised, withAccessories } from '../../tests/sending.ts';
import { choosePicture, findPicture, forgetPictures, keepPicture } from './accessory-picturing.ts';

const stored = (bytes: Buffer | string) => storeBytes(Readable.from([Buffer.from(bytes)]));
const drawn = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 4, background: { r: 200, g: 90, b: 20, alpha: 0.5 } } });

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';

describe('a picture of the maker’s own', () => {
	test('is kept small, as WebP that we have encoded, without what else was in the file', async ({ trx, clock }) => {
		const photo = await drawn(1200, 600)
			.flatten()
			.withExif({ IFD0: { Copyright: 'Somebody' } })
			.jpeg()
			.toBuffer();
		for (const [file, width, height] of [
			[photo, 192, 96],
			[await drawn(40, 60).png().toBuffer(), 40, 60],
			[await drawn(10, 400).webp().toBuffer(), 5, 192],
		] as const) {
			const bytes = await findPicture(trx, await keepPicture(trx, await stored(file), clock.now));
			const { format, exif, ...size } = await sharp(bytes).metadata();
			expect({ format, exif, width: size.width, height: size.height }).toEqual({ format: 'webp', width, height });
		}
	});

	test('is kept once however often it is sent', async ({ trx, clock }) => {
		const file = await drawn(20, 20).png().toBuffer();
		const hashes = [await stored(file), await stored(file)].map((each) => keepPicture(trx, each, clock.now));
		const [first, second] = await Promise.all(hashes);
		expect(first).toBe(second);
		expect(await trx.selectFrom('accessory_picture').select('hash').execute()).toEqual([{ hash: first }]);
	});

	test('is refused when it is a drawing in SVG, no picture, cut off, or too large', async ({ trx, clock }) => {
		const png = await drawn(300, 300).png().toBuffer();
		const bomb = await sharp({ create: { width: 8000, height: 8000, channels: 3, background: 'red' } })
			.png()
			.toBuffer();
		const padded = Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]);
		for (const wrong of [svg, `<?xml version="1.0"?>${svg}`, 'GIF89a', '%PDF-1.7', png.subarray(0, 90), bomb, padded])
			await expect(keepPicture(trx, await stored(wrong), clock.now)).rejects.toThrow('picture-invalid');
		expect(await trx.selectFrom('accessory_picture').select('hash').execute()).toEqual([]);
	});

	test('that nobody has chosen for a week and nothing shows is forgotten', async ({ trx, cast, clock }) => {
		const keep = async (width: number) =>
			keepPicture(trx, await stored(await drawn(width, 9).png().toBuffer()), clock.now);
		const [inProduct, inRma, chosen, unchosen] = [await keep(1), await keep(2), await keep(3), await keep(4)];
		const show = async (picture: string) => {
			await withAccessories(trx, 'case');
			await sql`update product set accessories = jsonb_set(accessories, '{0,picture}', to_jsonb(${picture}::text)) where slug = 'k-tag'`.execute(
				trx,
			);
		};
		await show(inRma);
		await authorised(trx, cast, clock.now, { items: [{ unitId: cast.units.master.id, accessory: 'case' }] });
		await show(inProduct);
		clock.pass({ days: 8 });
		await choosePicture(trx, chosen, clock.now);
		await forgetPictures(trx, clock.now);
		const left = await trx.selectFrom('accessory_picture').select('hash').execute();
		expect(left.map(({ hash }) => hash).sort()).toEqual([inProduct, inRma, chosen].sort());
		await expect(findPicture(trx, unchosen)).rejects.toThrow('not-found');
	});
});
