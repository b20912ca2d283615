import sharp from 'sharp';
import { board, gradients, housing, meter, toolBox, wire, type Drawn } from './bench.ts';
import { chance } from './chance.ts';

/** Drawn at half the size of the photograph: rasterising costs by area, and a lens is never that sharp. */
const width = 2000;
const height = 1500;

const loomColours = ['#b3261e', '#23262b', '#d9a400', '#2f6fb5', '#3d8b45', '#e07b1f', '#8a4fa3', '#e8e6df'];

/** The wires of a loom run side by side from one socket to a row of pads. */
function loom(from: [number, number], to: [number, number], count: number, gap: [number, number], sag: number) {
	return Array.from({ length: count }, (_, index) =>
		wire(
			[from[0] + index * gap[0], from[1]],
			[to[0] + index * gap[1], to[1]],
			loomColours[index % loomColours.length] ?? '#888',
			sag + index * 9,
		),
	);
}

/** An opened control unit on the mat, a loom soldered from the tool to its pads. */
export function openedUnit(): Drawn[] {
	return [
		toolBox({ x: 110, y: 120, turn: -4 }, 'JTAG 3'),
		board({ x: 800, y: 330, turn: 5 }, 417, ['TRX 1767', 'MEM 29F']),
		...loom([250, 720], [1268, 905], 8, [19, 29], 330),
	];
}

/** The boot pin under a probe, with the supply's voltage on the meter. */
export function bootPin(): Drawn[] {
	return [
		board({ x: 90, y: 150, turn: -7 }, 417, ['TRX 1767', 'MEM 29F']),
		meter({ x: 1400, y: 190, turn: 9 }, '13.4', 'V', 'amber'),
		wire([1440, 800], [690, 610], '#b3261e', 420, 20),
		wire([1610, 830], [810, 596], '#23262b', 560, 20),
		wire([150, 1480], [742, 604], '#e8e6df', -160, 9),
	];
}

/** A closed control unit, fed on the bench through its plug. */
export function bareConnector(): Drawn[] {
	return [
		housing({ x: 240, y: 330, turn: 6 }, 'EDC 17 C54'),
		meter({ x: 1480, y: 130, turn: -3 }, '13.5', 'V', 'grey'),
		wire([1640, 703], [1012, 560], '#b3261e', 380, 16),
		wire([1800, 694], [1070, 562], '#23262b', 460, 16),
		...loom([1330, 1490], [966, 800], 5, [34, 23], -130),
	];
}

/** The tool beside a meter that shows the supply while it writes. */
export function supplyOnMeter(): Drawn[] {
	return [
		toolBox({ x: 170, y: 240, turn: 6 }, 'OBD 2'),
		meter({ x: 1240, y: 160, turn: -6 }, '12.9', 'V', 'amber'),
		wire([1330, 790], [520, 1480], '#b3261e', 260, 20),
		wire([1480, 780], [640, 1490], '#23262b', 380, 20),
		...loom([330, 860], [980, 1490], 4, [22, 26], 200),
	];
}

/** A 12-megapixel JPEG of what is laid out, about 3 MB, the same bytes each time. */
export async function photograph(things: Drawn[], seed: number): Promise<Buffer> {
	const flat = await sharp(Buffer.from(picture(surface(seed))))
		.composite([
			{ input: await shadows(things), blend: 'multiply' },
			{ input: Buffer.from(picture(things.map((thing) => thing.shape).join(''))) },
			{ input: Buffer.from(picture(light())), blend: 'multiply' },
		])
		.removeAlpha()
		.raw()
		.toBuffer();
	return sharp(flat, { raw: { width, height, channels: 3 } })
		.resize(width * 2, height * 2, { kernel: 'cubic' })
		.composite([{ input: grain(seed), raw: { width: 512, height: 512, channels: 3 }, tile: true, blend: 'overlay' }])
		.jpeg({ quality: 84 })
		.toBuffer();
}

const picture = (content: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${gradients}</defs>${content}</svg>`;

function surface(seed: number): string {
	const random = chance(seed);
	const ruled = Array.from({ length: 34 }, (_, index) => `M0 ${index * 60}h${width}M${index * 60} 0v${height}`).join(
		'',
	);
	const scratches = Array.from({ length: 40 }, () => {
		const [x, y] = [random() * width, random() * height];
		return `M${x.toFixed(0)} ${y.toFixed(0)}l${((random() - 0.3) * 160).toFixed(0)} ${((random() - 0.5) * 60).toFixed(0)}`;
	}).join('');
	return `<rect width="100%" height="100%" fill="#4a6a86"/><path d="${ruled}" stroke="#5b7b97" stroke-width="2"/><path d="${scratches}" stroke="#7f99b0" stroke-opacity=".35" stroke-width="1.5" fill="none"/>`;
}

/** Soft shadows, blurred at a quarter of the size where it costs a sixteenth. */
async function shadows(things: Drawn[]): Promise<Buffer> {
	const cast = `<rect width="100%" height="100%" fill="#fff"/><g transform="translate(24 30)" opacity=".62">${things.map((thing) => thing.shadow).join('')}</g>`;
	const small = await sharp(Buffer.from(picture(cast)))
		.resize(width / 4, height / 4)
		.blur(4)
		.toBuffer();
	return sharp(small).resize(width, height).toBuffer();
}

const light = () =>
	`<radialGradient id="light" cx=".36" cy=".3" r=".95"><stop stop-color="#fffaf0"/><stop offset=".55" stop-color="#d9d4cb"/><stop offset="1" stop-color="#6d6a68"/></radialGradient><rect width="100%" height="100%" fill="url(#light)"/>`;

function grain(seed: number): Buffer {
	const random = chance(seed);
	const tile = Buffer.alloc(512 * 512 * 3);
	for (let at = 0; at < tile.length; at += 3) {
		const level = 128 + (random() + random() + random() - 1.5) * 44;
		tile[at] = level + random() * 8;
		tile[at + 1] = level;
		tile[at + 2] = level + random() * 10;
	}
	return tile;
}
