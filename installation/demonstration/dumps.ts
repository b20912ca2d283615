import { chance } from './drawing/chance.ts';

const megabyte = 1024 * 1024;

/** A 4 MiB read-out: code-like and map-like regions, erased blocks of 0xFF, and the texts a control unit carries. */
export function flashDump(seed: number, identity: string[]): Buffer {
	const random = chance(seed);
	const dump = Buffer.alloc(4 * megabyte, 0xff);
	fillWithCode(dump, 0x0000_4000, 0x0019_0000, random);
	fillWithMaps(dump, 0x001c_0000, 0x0024_0000, random);
	fillWithCode(dump, 0x0028_0000, 0x0035_5000, random);
	identity.forEach((text, index) => dump.write(text, 0x001c_0040 + index * 0x40, 'latin1'));
	dump.write('BOOT V2.1 SERIALDESK DEMONSTRATION', 0x100, 'latin1');
	return dump;
}

/** The same dump as a tuner gives it back: one region of maps scaled, nothing else touched. */
export function modified(dump: Buffer, from: number, length: number): Buffer {
	const copy = Buffer.from(dump);
	for (let at = from; at < from + length; at += 2) {
		copy.writeUInt16BE(Math.min(0xffff, Math.round(copy.readUInt16BE(at) * 1.06)), at);
	}
	return copy;
}

function fillWithCode(dump: Buffer, from: number, to: number, random: () => number): void {
	for (let at = from; at < to; at += 4) dump.writeUInt32BE(Math.floor(random() * 0xffff_ffff), at);
}

/** Slowly rising 16-bit curves, row by row, as in a map of 16 × 16. */
function fillWithMaps(dump: Buffer, from: number, to: number, random: () => number): void {
	let base = 0;
	for (let at = from; at < to; at += 2) {
		const column = (at >> 1) % 16;
		if (column === 0) base = Math.floor(random() * 9000);
		dump.writeUInt16BE(Math.round(base + column * 380 + random() * 40), at);
	}
}
