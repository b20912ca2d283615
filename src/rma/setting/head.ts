import type { Block, Fact, Paper } from '../paper.ts';
import { drawCodes } from './codes.ts';
import { frame, frameWidth, hairline, ink, styles, type Column, type Sheet, type Style } from './sheet.ts';

export const gutter = 16;
const mark = 22;

/** Whose paper it is, its number with the codes, what was permitted, from whom and where to. */
export function setHead(sheet: Sheet, paper: Paper): void {
	setBrand(sheet, paper);
	setTitle(sheet, paper);
	if (paper.barred) setNote(sheet, paper.barred.note);
	setFacts(sheet, paper.facts, { x: frame.left, width: frameWidth });
	sheet.y += 14;
	sheet.rule(sheet.y);
	sheet.y += 14;
	setAddresses(sheet, [paper.sender, paper.destination]);
}

function setBrand(sheet: Sheet, { brand, subject }: Paper): void {
	const top = sheet.y;
	sheet.artifact(() => drawMark(sheet, brand, { x: frame.left, y: top }));
	const middle = top + (mark - styles.item.leading) / 2;
	sheet.element('P', () =>
		sheet.content(() =>
			sheet.line(brand.name, styles.item, { x: frame.left + mark + 8, width: frameWidth / 2 }, middle),
		),
	);
	sheet.element('P', () =>
		sheet.content(() => sheet.line(subject, styles.body, { x: frame.left, width: frameWidth, align: 'end' }, middle)),
	);
	sheet.y = top + mark + 10;
	sheet.artifact(() => sheet.doc.rect(frame.left, sheet.y, frameWidth, 2).fill(brand.accent));
	sheet.y += 22;
}

/** The installation's mark, path data in a square of 32; without one, a hexagon. */
function drawMark({ doc }: Sheet, { mark: path, accent }: Paper['brand'], { x, y }: { x: number; y: number }): void {
	doc.save().translate(x, y);
	if (path)
		doc.scale(mark / 32)
			.path(path)
			.fillColor(ink)
			.fill('even-odd');
	else
		doc.scale(mark / 24)
			.path('M12 1.5l9.1 5.25v10.5L12 22.5 2.9 17.25V6.75z')
			.fillColor(accent)
			.fill();
	doc.restore();
}

function setTitle(sheet: Sheet, { title, codes }: Paper): void {
	sheet.element('H1', () =>
		sheet.content(() => sheet.line(title, styles.title, { x: frame.left, width: frameWidth }, sheet.y + 2)),
	);
	const height = codes
		? drawCodes(sheet, codes, { right: frame.right, y: sheet.y, module: 0.95, height: 30 })
		: styles.title.leading;
	sheet.y += height + 18;
}

function setNote(sheet: Sheet, note: string): void {
	const inset = 10;
	const column = { x: frame.left + inset, width: frameWidth - 2 * inset };
	const top = sheet.y;
	const height = sheet.block('P', note, styles.strong, { ...column, at: top + inset }) + 2 * inset;
	sheet.artifact(() => sheet.doc.lineWidth(1).strokeColor(ink).rect(frame.left, top, frameWidth, height).stroke());
	sheet.y = top + height + 18;
}

/** Facts side by side, each label over its value. */
export function setFacts(sheet: Sheet, facts: Fact[], { x, width }: Column): void {
	const each = widthOfFact(facts, width);
	const { labels, values } = heightsOfFacts(sheet, facts, width);
	const place = (nth: number) => ({ x: x + nth * (each + gutter), width: each });
	sheet.element('L', () => facts.forEach((fact, nth) => setFact(sheet, fact, place(nth), labels)));
	sheet.y += labels + values;
}

/** How much room the labels need, and how much the values below them. */
export function heightsOfFacts(sheet: Sheet, facts: Fact[], width: number): { labels: number; values: number } {
	const each = widthOfFact(facts, width);
	const tallest = (texts: string[], style: Style) =>
		Math.max(...texts.map((text) => sheet.lines(text, style, each).length)) * style.leading;
	return {
		labels: tallest(
			facts.map(({ label }) => label),
			styles.label,
		),
		values: tallest(
			facts.map(({ value }) => value),
			styles.body,
		),
	};
}

function widthOfFact({ length }: Fact[], width: number): number {
	return (width - gutter * (length - 1)) / length;
}

function setFact(sheet: Sheet, { label, value }: Fact, column: Column, labelHeight: number): void {
	sheet.element('LI', () => {
		sheet.block('Lbl', label, styles.label, { ...column, at: sheet.y });
		sheet.block('LBody', value, styles.body, { ...column, at: sheet.y + labelHeight });
	});
}

function setAddresses(sheet: Sheet, blocks: Block[]): void {
	const width = (frameWidth - gutter * 3) / 2;
	const heights = blocks.map((block, nth) =>
		setBlock(sheet, block, { x: frame.left + nth * (width + gutter * 3), width, at: sheet.y }),
	);
	sheet.y += Math.max(...heights);
}

/** A heading and lines, the first of them stronger. Answers how high it is. */
function setBlock(sheet: Sheet, { heading, lines }: Block, { at, ...column }: Column & { at: number }): number {
	let y = at;
	sheet.element('Sect', () => {
		y += sheet.block('H2', heading, styles.label, { ...column, at: y }) + 2;
		for (const [nth, line] of lines.entries())
			y += sheet.block('P', line, nth === 0 ? styles.strong : styles.body, { ...column, at: y });
	});
	return y - at;
}

/** A heading over a section, never alone at a page's foot. `follows`: how much of what it heads must stand with it. */
export function setHeading(sheet: Sheet, text: string, follows: number): void {
	const lines = sheet.lines(text, styles.heading, frameWidth);
	const isAtTop = sheet.need(24 + lines.length * styles.heading.leading + 6 + follows) || sheet.y === frame.top;
	if (!isAtTop) {
		sheet.y += 16;
		sheet.rule(sheet.y, { x: frame.left, width: frameWidth }, hairline);
		sheet.y += 12;
	}
	sheet.y += sheet.block('H2', text, styles.heading, { x: frame.left, width: frameWidth, at: sheet.y }) + 6;
}
