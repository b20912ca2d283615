import type { Label } from '../paper.ts';
import { drawCodes } from './codes.ts';
import { setHeading } from './head.ts';
import { frame, frameWidth, hairline, ink, styles, type Sheet } from './sheet.ts';

const inset = 20;
const fromWidth = 150;
const codesHeight = 46;
const heightOfHeading = 70;

/** The address label: a dashed line to cut along, who gets it in large letters, the number and its codes. */
export function setLabel(sheet: Sheet, label: Label, title: string): void {
	const toWidth = frameWidth - 3 * inset - fromWidth;
	const [name = '', ...lines] = label.to.lines;
	const height =
		Math.max(heightOfTo(sheet, name, lines, toWidth), heightOfFrom(sheet, label)) + codesHeight + 4 * inset;
	// At the page's foot, where there is less to cut, or at the head of one that it has for itself.
	if (!sheet.need(heightOfHeading + height)) sheet.y = Math.max(sheet.y, frame.bottom - height - heightOfHeading);
	setHeading(sheet, label.heading, height);
	const top = sheet.y + 10;
	cutLine(sheet, label.cut, { top, height });
	sheet.element('Sect', () => {
		setTo(sheet, label.to.heading, { name, lines, width: toWidth, top: top + inset });
		setFrom(sheet, label, { x: frame.right - inset - fromWidth, top: top + inset });
		const foot = top + height - inset - codesHeight - 10;
		sheet.rule(foot - inset / 2, { x: frame.left + inset, width: frameWidth - 2 * inset });
		sheet.block('P', title, styles.number, { x: frame.left + inset, width: toWidth, at: foot + 10 });
		drawCodes(sheet, label.codes, { right: frame.right - inset, y: foot + 4, module: 1.15, height: codesHeight - 6 });
	});
	sheet.y = top + height;
}

function heightOfTo(sheet: Sheet, name: string, lines: string[], width: number): number {
	const rest = lines.flatMap((line) => sheet.lines(line, styles.address, width));
	return (
		styles.label.leading +
		4 +
		sheet.lines(name, styles.addressee, width).length * styles.addressee.leading +
		rest.length * styles.address.leading
	);
}

function heightOfFrom(sheet: Sheet, { from }: Label): number {
	return (
		styles.label.leading +
		4 +
		from.lines.flatMap((line) => sheet.lines(line, styles.body, fromWidth)).length * styles.body.leading
	);
}

function setTo(
	sheet: Sheet,
	heading: string,
	{ name, lines, width, top }: { name: string; lines: string[]; width: number; top: number },
): void {
	const column = { x: frame.left + inset, width };
	let y = top + sheet.block('P', heading, styles.label, { ...column, at: top }) + 4;
	y += sheet.block('P', name, styles.addressee, { ...column, at: y });
	for (const line of lines) y += sheet.block('P', line, styles.address, { ...column, at: y });
}

function setFrom(sheet: Sheet, { from }: Label, { x, top }: { x: number; top: number }): void {
	const column = { x, width: fromWidth };
	let y = top + sheet.block('P', from.heading, styles.label, { ...column, at: top }) + 4;
	for (const line of from.lines) y += sheet.block('P', line, styles.body, { ...column, at: y });
}

function cutLine(sheet: Sheet, words: string, { top, height }: { top: number; height: number }): void {
	const { doc } = sheet;
	sheet.artifact(() => {
		doc.lineWidth(0.75)
			.strokeColor(ink)
			.dash(5, { space: 3 })
			.rect(frame.left, top, frameWidth, height)
			.stroke()
			.undash();
		drawScissors(sheet, { x: frame.left + 14, y: top });
	});
	const width = sheet.width(words, styles.label) + 8;
	sheet.artifact(() => doc.rect(frame.left + 34, top - 6, width, 12).fill('#ffffff'));
	sheet.element('P', () =>
		sheet.content(() => sheet.line(words, styles.label, { x: frame.left + 38, width: 0 }, top - 5)),
	);
}

/** The font has no scissors. They point along the line. */
function drawScissors({ doc }: Sheet, { x, y }: { x: number; y: number }): void {
	doc.rect(x - 2, y - 6, 22, 12).fill('#ffffff');
	doc.lineWidth(1).strokeColor(ink);
	doc.circle(x + 3, y - 3, 2.2)
		.circle(x + 3, y + 3, 2.2)
		.stroke();
	doc.moveTo(x + 4.8, y - 1.8)
		.lineTo(x + 17, y + 3.4)
		.moveTo(x + 4.8, y + 1.8)
		.lineTo(x + 17, y - 3.4)
		.stroke();
	doc.lineWidth(hairline);
}
