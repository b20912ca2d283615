import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

export type Weight = 'regular' | 'semibold';
/** The font in its two weights, read once and used by every paper: latin, greek and cyrillic, with figures of one width. */
export type Typeface = Record<Weight, Font>;

const files: Record<Weight, string> = {
	regular: '400Regular/NotoSans_400Regular.ttf',
	semibold: '600SemiBold/NotoSans_600SemiBold.ttf',
};

export function readTypeface(): Typeface {
	return { regular: read('regular'), semibold: read('semibold') };
}

function read(weight: Weight): Font {
	const file = createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${files[weight]}`);
	return create(readFileSync(file)) as Font;
}
