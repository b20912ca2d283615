import type { Paper } from '../paper.ts';
import { frame, frameWidth, ink, page, styles, type Sheet } from './sheet.ts';

/** What stands on every page: whose it is and its number, which page of how many, the form's fingerprint, and why no parcel may be sent with it. */
export function setMargins(sheet: Sheet, paper: Paper): void {
	const { start, count } = sheet.doc.bufferedPageRange();
	for (let nth = start; nth < start + count; nth++) {
		sheet.doc.switchToPage(nth);
		sheet.artifact(() => {
			if (nth > start) drawHeader(sheet, paper);
			drawFooter(sheet, paper, { page: nth - start + 1, pages: count });
			if (paper.barred) drawAcross(sheet, paper.barred.mark);
		}, 'Pagination');
	}
}

function drawHeader(sheet: Sheet, { title, brand, subject }: Paper): void {
	const y = 44;
	sheet.line(`${brand.name} · ${subject}`, styles.label, { x: frame.left, width: frameWidth }, y + 2);
	sheet.line(title, styles.strong, { x: frame.left, width: frameWidth, align: 'end' }, y);
	stroke(sheet, y + 18);
}

function drawFooter(sheet: Sheet, { pageOf, fingerprint }: Paper, at: { page: number; pages: number }): void {
	const y = page.height - 44;
	const words = pageOf.replace('{page}', String(at.page)).replace('{pages}', String(at.pages));
	stroke(sheet, y - 6);
	sheet.line(fingerprint, styles.label, { x: frame.left, width: frameWidth }, y);
	sheet.line(words, styles.label, { x: frame.left, width: frameWidth, align: 'end' }, y);
}

/** From corner to corner, so pale that everything below stays legible and a copy still shows it. */
function drawAcross(sheet: Sheet, mark: string): void {
	const { doc } = sheet;
	const style = { weight: 'semibold', size: 90, leading: 0 } as const;
	const size = Math.min(110, (style.size * 720) / sheet.width(mark, style));
	doc.save()
		.rotate(-54, { origin: [page.width / 2, page.height / 2] })
		.fillOpacity(0.13);
	const width = sheet.width(mark, { ...style, size });
	doc.fillColor(ink).text(mark, (page.width - width) / 2, page.height / 2 - size * 0.7, { lineBreak: false });
	doc.restore();
}

function stroke({ doc }: Sheet, y: number): void {
	doc.lineWidth(0.5).strokeColor(ink).moveTo(frame.left, y).lineTo(frame.right, y).stroke();
}
