import { render, type DrawingContext } from 'bwip-js/node';
import type { Codes } from '../paper.ts';
import { ink, styles, type Sheet } from './sheet.ts';

/** Where a symbol stands, and what is missing to be drawn: how wide its narrowest bar is, how high the bars are. */
type Place = { x: number; y: number; module: number; height?: number };

/** A Code 128 with its text below, and a Data Matrix beside it, its right edge at `right`. Answers how high it is. */
export function drawCodes(
	sheet: Sheet,
	codes: Codes,
	{ right, y, module, height }: Omit<Place, 'x'> & { right: number; height: number },
): number {
	const barcode = symbolOf('code128', codes.text);
	const matrix = symbolOf('datamatrix', codes.text);
	// As high as the bars with their text, as near as whole modules come.
	const text = styles.label.leading;
	const dot = (height + text) / matrix.height;
	const quiet = 10 * module;
	const matrixLeft = right - matrix.width * dot;
	const barcodeLeft = matrixLeft - quiet - barcode.width * module;
	figure(sheet, codes.barcode, { x: barcodeLeft, y, width: barcode.width * module, height: height + text }, () => {
		draw(sheet, barcode, { x: barcodeLeft, y, module, height });
		sheet.line(codes.text, styles.label, { x: barcodeLeft, width: 0 }, y + height + 1);
	});
	figure(sheet, codes.matrix, { x: matrixLeft, y, width: matrix.width * dot, height: height + text }, () =>
		draw(sheet, matrix, { x: matrixLeft, y, module: dot }),
	);
	return height + text;
}

/** How wide both are together, the quiet zone between them too. */
export function widthOfCodes({ text }: Codes, { module, height }: { module: number; height: number }): number {
	const matrix = symbolOf('datamatrix', text);
	return (
		(symbolOf('code128', text).width + 10) * module + (matrix.width * (height + styles.label.leading)) / matrix.height
	);
}

function figure(
	sheet: Sheet,
	alt: string,
	{ x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>,
	drawing: () => void,
): void {
	sheet.element('Figure', () => sheet.content(drawing, 'Figure'), { alt, bbox: [x, y, x + width, y + height] });
}

type Kind = 'code128' | 'datamatrix';
type Point = [number, number];
/** Bars or squares in modules, from the top left. */
type Symbol = { width: number; height: number; bars: { x: number; width: number }[]; shapes: Point[][] };

// A symbol is measured before it is drawn, and stands on a paper twice: to make one costs more than anything else here.
const kept = new Map<string, Symbol>();
const mostKept = 50;

function symbolOf(kind: Kind, text: string): Symbol {
	const key = `${kind} ${text}`;
	const known = kept.get(key);
	if (known) return known;
	if (kept.size >= mostKept) kept.clear();
	const made = makeSymbol(kind, text);
	kept.set(key, made);
	return made;
}

function makeSymbol(kind: Kind, text: string): Symbol {
	const symbol: Symbol = { width: 0, height: 0, bars: [], shapes: [] };
	render(
		{ bcid: kind, text, scale: 1, height: 1 },
		{
			...deaf,
			init: (width, height) => Object.assign(symbol, { width, height }),
			// A bar is told by its middle, rounded up.
			line: (middle, _y0, _x1, _y1, width) => symbol.bars.push({ x: middle - Math.ceil(width / 2), width }),
			polygon: (points) => symbol.shapes.push(points),
		},
	);
	return symbol;
}

/** As shapes: a printer has more dots than any picture. */
function draw({ doc }: Sheet, { bars, shapes }: Symbol, { x, y, module, height = 0 }: Place): void {
	for (const bar of bars) doc.rect(x + bar.x * module, y, bar.width * module, height);
	for (const points of shapes) doc.polygon(...points.map(([px, py]): Point => [x + px * module, y + py * module]));
	doc.fillColor(ink).fill('even-odd');
}

const deaf: DrawingContext<void> = {
	scale: () => [1, 1],
	measure: () => ({ width: 0, ascent: 0, descent: 0 }),
	init: () => {},
	line: () => {},
	polygon: () => {},
	hexagon: () => {},
	ellipse: () => {},
	fill: () => {},
	text: () => {},
	end: () => {},
};
