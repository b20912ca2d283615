import type { Checklist, PaperItem } from '../paper.ts';
import { drawCodes, widthOfCodes } from './codes.ts';
import { gutter, heightsOfFacts, setFacts } from './head.ts';
import { frame, frameWidth, hairline, ink, styles, type Sheet } from './sheet.ts';

const codeSize = { module: 0.72, height: 20 };
const box = 8;
const rowPadding = 3;
const longestWhole = 250;

/** One thing in the parcel: what it is with its codes, since when, what is wrong with it, and what belongs to it. */
export function setItem(sheet: Sheet, item: PaperItem): void {
	const codes = item.codes;
	const codesWidth = codes ? widthOfCodes(codes, codeSize) + gutter : 0;
	const width = frameWidth - codesWidth;
	const heading = sheet.lines(item.heading, styles.item, width).length * styles.item.leading + 4;
	const { labels, values } = heightsOfFacts(sheet, item.facts, width);
	// With two lines at least of what is wrong with it.
	sheet.need(
		Math.max(heading + labels + values, codeSize.height) + 8 + styles.label.leading + 3 * styles.body.leading,
	);
	const top = sheet.y;
	sheet.y += sheet.block('H3', item.heading, styles.item, { x: frame.left, width, at: top }) + 4;
	const bottom = codes ? top + drawCodes(sheet, codes, { right: frame.right, y: top, ...codeSize }) : top;
	setFacts(sheet, item.facts, { x: frame.left, width });
	sheet.y = Math.max(sheet.y, bottom) + 8;
	setFault(sheet, item);
	if (item.checklist) setChecklist(sheet, item.checklist);
}

function setFault(sheet: Sheet, { fault }: PaperItem): void {
	sheet.need(styles.label.leading + 2 * styles.body.leading);
	sheet.y += sheet.block('H4', fault.label, styles.label, { x: frame.left, width: frameWidth, at: sheet.y }) + 1;
	sheet.flow('P', fault.value, styles.body);
}

/** A table of boxes to be read at a glance; its head stands again on the next page. */
function setChecklist(sheet: Sheet, checklist: Checklist): void {
	const answers = checklist.columns.map((column) => Math.max(56, sheet.width(column, styles.label) + 12));
	const nameWidth = frameWidth - answers.reduce((sum, width) => sum + width, 0);
	const rows = checklist.rows.map((row) => ({
		...row,
		height: sheet.lines(row.name, styles.body, nameWidth - gutter).length * styles.body.leading + 2 * rowPadding,
	}));
	const height = rows.reduce((sum, row) => sum + row.height, 10 + headHeight);
	// A short one is not torn apart; a long one begins with two rows at least.
	sheet.need(height < longestWhole ? height : 10 + headHeight + (rows[0]?.height ?? 0) + (rows[1]?.height ?? 0));
	sheet.y += 10;
	sheet.element('Table', () => {
		setColumns(sheet, checklist, { nameWidth, answers });
		for (const [nth, row] of rows.entries()) {
			if (sheet.need(row.height)) sheet.artifact(() => drawColumns(sheet, checklist, { nameWidth, answers }));
			else if (nth > 0) sheet.rule(sheet.y, { x: frame.left, width: frameWidth }, hairline / 2);
			setRow(sheet, row, { columns: checklist.columns, nameWidth, answers });
		}
	});
}

type Widths = { nameWidth: number; answers: number[] };
const headHeight = styles.label.leading + 4;

function setColumns(sheet: Sheet, { heading, columns }: Checklist, { nameWidth, answers }: Widths): void {
	sheet.element('TR', () => {
		const cell = (text: string, x: number) =>
			sheet.element('TH', () => sheet.content(() => sheet.line(text, styles.label, { x, width: 0 }, sheet.y)), {
				scope: 'Column',
			});
		cell(heading, frame.left);
		columns.forEach((column, nth) => cell(column, columnLeft({ nameWidth, answers }, nth)));
	});
	closeHead(sheet);
}

function drawColumns(sheet: Sheet, { heading, columns }: Checklist, widths: Widths): void {
	sheet.line(heading, styles.label, { x: frame.left, width: 0 }, sheet.y);
	columns.forEach((column, nth) =>
		sheet.line(column, styles.label, { x: columnLeft(widths, nth), width: 0 }, sheet.y),
	);
	sheet.y += headHeight;
	sheet.doc.lineWidth(hairline).strokeColor(ink).moveTo(frame.left, sheet.y).lineTo(frame.right, sheet.y).stroke();
}

function closeHead(sheet: Sheet): void {
	sheet.y += headHeight;
	sheet.rule(sheet.y);
}

function columnLeft({ nameWidth, answers }: Widths, nth: number): number {
	return frame.left + nameWidth + answers.slice(0, nth).reduce((sum, width) => sum + width, 0);
}

type Row = Checklist['rows'][number] & { height: number };

function setRow(
	sheet: Sheet,
	{ name, answer, height }: Row,
	{ columns, ...widths }: Widths & { columns: string[] },
): void {
	const top = sheet.y;
	sheet.element('TR', () => {
		sheet.element(
			'TH',
			() =>
				sheet.block('P', name, styles.body, {
					x: frame.left,
					width: widths.nameWidth - gutter,
					at: top + rowPadding,
				}),
			{ scope: 'Row' },
		);
		columns.forEach((column, nth) => {
			const place = { x: columnLeft(widths, nth), y: top + rowPadding + (styles.body.leading - box) / 2 };
			setBox(sheet, column, place, answer === nth);
		});
	});
	sheet.y = top + height;
}

function setBox(sheet: Sheet, column: string, { x, y }: { x: number; y: number }, isTicked: boolean): void {
	const { doc } = sheet;
	sheet.artifact(() => doc.lineWidth(0.75).strokeColor(ink).rect(x, y, box, box).stroke());
	sheet.element('TD', () => {
		if (!isTicked) return;
		const tick = () =>
			doc
				.lineWidth(1.4)
				.moveTo(x + 1.6, y + 4.2)
				.lineTo(x + 3.4, y + 6.2)
				.lineTo(x + 6.6, y + 1.8)
				.stroke();
		sheet.element('Figure', () => sheet.content(tick, 'Figure'), { alt: column, bbox: [x, y, x + box, y + box] });
	});
}
