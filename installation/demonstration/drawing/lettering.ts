/**
 * A stroke alphabet of our own, so that drawn pictures read the same on a machine without any font.
 * Each glyph is a list of strokes on a grid 4 wide and 6 high (7 and 8 hang below the line); a point is two digits, x and y.
 */
const glyphs: Record<string, string> = {
	A: '06 20 46/14 34',
	B: '00 06 36 45 44 33 03/33 42 41 30 00',
	C: '41 30 10 01 05 16 36 45',
	D: '00 06 26 45 41 20 00',
	E: '40 00 06 46/03 33',
	F: '40 00 06/03 33',
	G: '41 30 10 01 05 16 36 45 43 23',
	H: '00 06/40 46/03 43',
	I: '10 30/20 26/16 36',
	J: '40 45 36 16 05',
	K: '00 06/40 03 46',
	L: '00 06 46',
	M: '06 00 23 40 46',
	N: '06 00 46 40',
	O: '10 30 41 45 36 16 05 01 10',
	P: '06 00 30 41 42 33 03',
	Q: '10 30 41 45 36 16 05 01 10/24 46',
	R: '06 00 30 41 42 33 03/23 46',
	S: '41 30 10 01 02 13 33 44 45 36 16 05',
	T: '00 40/20 26',
	U: '00 05 16 36 45 40',
	V: '00 26 40',
	W: '00 16 23 36 40',
	X: '00 46/40 06',
	Y: '00 23 40/23 26',
	Z: '00 40 06 46',
	a: '12 32 43 46 16 05 14 44',
	b: '00 06 36 45 43 32 02',
	c: '42 12 03 05 16 46',
	d: '40 46 16 05 03 12 42',
	e: '04 44 43 32 12 03 05 16 46',
	f: '40 30 21 26/02 42',
	g: '46 16 05 03 12 42 47 38 08',
	h: '00 06/03 12 32 43 46',
	i: '22 26/20 20',
	j: '32 37 28 18/30 30',
	k: '00 06/42 04 46',
	l: '20 25 36',
	m: '06 02/03 12 23 26/23 32 43 46',
	n: '02 06/03 12 32 43 46',
	o: '12 32 43 45 36 16 05 03 12',
	p: '08 02 32 43 45 36 06',
	q: '48 42 12 03 05 16 46',
	r: '02 06/04 22 42',
	s: '42 12 03 14 34 45 36 06',
	t: '20 25 36/02 42',
	u: '02 05 16 46/42 46',
	v: '02 26 42',
	w: '02 16 23 36 42',
	x: '02 46/42 06',
	y: '02 26/42 18',
	z: '02 42 06 46',
	0: '10 30 41 45 36 16 05 01 10/41 05',
	1: '11 20 26/16 36',
	2: '01 10 30 41 42 06 46',
	3: '00 40 22 32 43 45 36 16 05',
	4: '36 30 04 44',
	5: '40 00 02 32 43 45 36 16 05',
	6: '30 10 01 05 16 36 45 44 33 03',
	7: '00 40 16',
	8: '10 30 41 42 33 13 02 01 10/13 04 05 16 36 45 44 33',
	9: '16 36 45 41 30 10 01 02 13 43',
	'.': '26 26',
	',': '26 17',
	':': '23 23/26 26',
	'-': '13 33',
	_: '06 46',
	'/': '40 06',
	'+': '21 25/03 43',
	'=': '02 42/04 44',
	'(': '30 21 25 36',
	')': '10 21 25 16',
	'%': '40 06/01 01/45 45',
	'!': '20 24/26 26',
	'*': '21 25/02 44/42 04',
};

const advance = 5.8;

function strokes(glyph: string): string {
	const point = (digits: string) => `${digits[0]} ${digits[1]}`;
	return glyph
		.split('/')
		.map((stroke) => {
			const [first = '00', ...rest] = stroke.split(' ');
			// A stroke of no length still needs a hair of it, or no round cap (the dot) is drawn.
			return `M${point(first)}${rest.map((next) => (next === first ? 'h.01' : `L${point(next)}`)).join('')}`;
		})
		.join('');
}

/** SVG of one line of text; `size` is the height of a capital letter, `weight` the stroke as a part of that height. */
export function lettering(
	text: string,
	{ x, y, size, colour, weight = 0.13 }: { x: number; y: number; size: number; colour: string; weight?: number },
): string {
	const scale = size / 6;
	const path = [...text]
		.map((letter, index) => {
			const glyph = glyphs[letter];
			return glyph ? `<path transform="translate(${(index * advance).toFixed(1)} 0)" d="${strokes(glyph)}"/>` : '';
		})
		.join('');
	return `<g transform="translate(${x} ${y}) scale(${scale.toFixed(4)})" fill="none" stroke="${colour}" stroke-width="${weight * 6}" stroke-linecap="round" stroke-linejoin="round">${path}</g>`;
}

/** Width of that line, in the same measure as `size`. */
export function widthOf(text: string, size: number): number {
	return (text.length * advance - (advance - 4)) * (size / 6);
}
