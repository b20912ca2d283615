import type { Paper } from '../paper.ts';
import { setHead, setHeading } from './head.ts';
import { setItem } from './item.ts';
import { setLabel } from './label.ts';
import { setMargins } from './margins.ts';
import { frame, frameWidth, Sheet, styles } from './sheet.ts';
import type { Typeface } from './typeface.ts';

/** Sets a paper as a tagged PDF. */
export async function setPaper(paper: Paper, face: Typeface): Promise<Uint8Array<ArrayBuffer>> {
	const { title, subject, locale: lang, writtenAt } = paper;
	const sheet = new Sheet(face, { title: `${title} · ${subject}`, subject, lang, writtenAt });
	const bytes = collect(sheet.doc);
	setHead(sheet, paper);
	setItems(sheet, paper);
	setDeclaration(sheet, paper);
	setSending(sheet, paper);
	setMargins(sheet, paper);
	sheet.doc.end();
	return bytes;
}

function setItems(sheet: Sheet, { itemsHeading, items }: Paper): void {
	setHeading(sheet, itemsHeading, 90);
	for (const [nth, item] of items.entries()) {
		if (nth > 0) sheet.y += 18;
		setItem(sheet, item);
	}
}

function setDeclaration(sheet: Sheet, { declaration: { heading, text, signed } }: Paper): void {
	const lines = [text, signed].flatMap((words) => sheet.lines(words, styles.body, frameWidth));
	setHeading(sheet, heading, lines.length * styles.body.leading);
	sheet.flow('P', text, styles.body);
	if (signed) sheet.flow('P', signed, styles.strong);
}

/** How to send it, and the label: a page of its own, which need not go into the parcel. */
function setSending(sheet: Sheet, { instructions, label, title }: Paper): void {
	if (label) sheet.turn();
	if (label || instructions.text) setHeading(sheet, instructions.heading, 2 * styles.body.leading);
	if (instructions.text) sheet.flow('P', instructions.text, styles.body);
	if (!label) return;
	sheet.y += 6;
	sheet.flow('P', label.enclose, styles.strong, { x: frame.left, width: frameWidth });
	setLabel(sheet, label, title);
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
	const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
	const chunks: Buffer[] = [];
	doc.on('data', (chunk: Buffer) => chunks.push(chunk));
	doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
	doc.on('error', reject);
	return promise;
}
