import Pdf from 'pdfkit';
import { breakLines } from './breaking.ts';
import { sound } from './soundness.ts';
import type { Typeface, Weight } from './typeface.ts';

// A4 in points; the frame leaves what a printer cannot reach, a hole puncher and a staple.
export const page = { width: 595.28, height: 841.89 };
export const frame = { left: 56, right: page.width - 56, top: 84, bottom: page.height - 70 };
export const frameWidth = frame.right - frame.left;
const firstTop = 48;

/** Black on white but for one accent: it must come well out of a mono laser. */
export const ink = '#000000';
export const hairline = 0.5;

export type Style = { weight: Weight; size: number; leading: number };
export const styles = {
	title: { weight: 'semibold', size: 26, leading: 32 },
	heading: { weight: 'semibold', size: 12, leading: 16 },
	item: { weight: 'semibold', size: 11, leading: 15 },
	body: { weight: 'regular', size: 9.5, leading: 14 },
	strong: { weight: 'semibold', size: 9.5, leading: 14 },
	label: { weight: 'regular', size: 7.5, leading: 10 },
	address: { weight: 'regular', size: 13, leading: 18 },
	addressee: { weight: 'semibold', size: 15, leading: 20 },
	number: { weight: 'semibold', size: 24, leading: 28 },
} as const satisfies Record<string, Style>;

type Element = PDFKit.PDFStructureElement;
type ElementOptions = { alt?: string; scope?: 'Column' | 'Row'; bbox?: [number, number, number, number] };

/** Where and how wide, and whether the end of a line stands at the end of the column. */
export type Column = { x: number; width: number; align?: 'start' | 'end' };

/** Pages that are filled from the top, each thing drawn under the structure element that says what it is (PDF 1.7, 14.8). */
export class Sheet {
	readonly doc: PDFKit.PDFDocument;
	y = firstTop;
	readonly #face: Typeface;
	readonly #elements: Element[];

	constructor(
		face: Typeface,
		{ title, subject, lang, writtenAt }: Record<'title' | 'subject' | 'lang', string> & { writtenAt: Date },
	) {
		this.doc = new Pdf({
			size: 'A4',
			margin: 0,
			autoFirstPage: false,
			bufferPages: true,
			pdfVersion: '1.7',
			tagged: true,
			displayTitle: true,
			lang,
			// The same form makes the same bytes, whenever it is printed.
			info: {
				Title: title,
				Subject: subject,
				Creator: 'Serialdesk',
				Producer: 'Serialdesk',
				CreationDate: writtenAt,
			},
		});
		this.#face = face;
		for (const weight of ['regular', 'semibold'] as const) this.doc.registerFont(weight, face[weight] as never);
		this.doc.addPage();
		const root = this.doc.struct('Document');
		this.doc.addStructure(root);
		this.#elements = [root];
	}

	/** Draws what `build` draws as one element of this kind. */
	element(tag: string, build: () => void, options: ElementOptions = {}): void {
		const element = this.doc.struct(tag, options);
		this.#elements.at(-1)?.add(element);
		this.#elements.push(element);
		build();
		this.#elements.pop();
	}

	/** Draws content of the element that is open. */
	content(draw: () => void, tag = 'Span'): void {
		const content = this.doc.markStructureContent(tag);
		draw();
		this.doc.endMarkedContent();
		this.#elements.at(-1)?.add(content);
	}

	/** Draws what says nothing: lines, boxes, what stands on every page. */
	artifact(draw: () => void, type: 'Pagination' | 'Layout' = 'Layout'): void {
		this.doc.markContent('Artifact', { type });
		draw();
		this.doc.endMarkedContent();
	}

	/** Goes on to the next page when there is less room than this. Answers whether it did. */
	need(height: number): boolean {
		if (this.y + height <= frame.bottom) return false;
		this.turn();
		return true;
	}

	turn(): void {
		this.doc.addPage();
		this.y = frame.top;
	}

	lines(text: string, style: Style, width: number): string[] {
		const plain = sound(text, (codePoint) => this.#face[style.weight].hasGlyphForCodePoint(codePoint));
		return breakLines(plain, width, (part) => this.width(part, style));
	}

	width(text: string, { weight, size }: Style): number {
		return this.doc.font(weight).fontSize(size).widthOfString(text);
	}

	/** One line with its foot at `y` + leading: the letters stand in the middle of it. */
	line(text: string, style: Style, { x, width, align }: Column, y: number): void {
		const drawn = sound(text, (codePoint) => this.#face[style.weight].hasGlyphForCodePoint(codePoint));
		const left = align === 'end' ? x + width - this.width(drawn, style) : x;
		const top = y + (style.leading - style.size * lineHeight) / 2;
		this.doc.font(style.weight).fontSize(style.size).fillColor(ink).text(drawn, left, top, { lineBreak: false });
	}

	/** A whole text as one element, flowing over pages, never one line alone at a page's foot or head. */
	flow(tag: string, text: string, style: Style, column: Column = { x: frame.left, width: frameWidth }): void {
		const lines = this.lines(text, style, column.width);
		this.element(tag, () => {
			for (let at = 0; at < lines.length;) {
				const fitting = this.#fitting(lines.length - at, style);
				if (fitting > 0) this.content(() => this.#run(lines.slice(at, at + fitting), style, column));
				at += fitting;
				if (at < lines.length) this.turn();
			}
		});
	}

	/** A text of a few lines at a place, without a thought of the page's end. Answers its height. */
	block(tag: string, text: string, style: Style, { at, ...column }: Column & { at: number }): number {
		const lines = this.lines(text, style, column.width);
		this.element(tag, () =>
			this.content(() => lines.forEach((line, nth) => this.line(line, style, column, at + nth * style.leading))),
		);
		return lines.length * style.leading;
	}

	rule(y: number, { x, width }: Column = { x: frame.left, width: frameWidth }, thickness = hairline): void {
		this.artifact(() =>
			this.doc
				.lineWidth(thickness)
				.strokeColor(ink)
				.moveTo(x, y)
				.lineTo(x + width, y)
				.stroke(),
		);
	}

	#fitting(left: number, { leading }: Style): number {
		const room = Math.max(0, Math.floor((frame.bottom - this.y) / leading));
		if (room >= left) return left;
		// Two lines at least on either side.
		const most = left - room < 2 ? room - 1 : room;
		return most < 2 ? 0 : most;
	}

	#run(lines: string[], style: Style, column: Column): void {
		for (const line of lines) {
			this.line(line, style, column, this.y);
			this.y += style.leading;
		}
	}
}

/** From the top of the tallest letter to the foot of the deepest, in sizes: how pdfkit places a line of this font. */
const lineHeight = 1.362;
