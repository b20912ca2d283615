import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** An element of a tagged PDF: `Document`, `H1`, `Figure` …; `alt` is what it is called by whoever cannot see it. */
export type Element = { role: string; alt?: string; children: Element[] };

/** A piece of text where it stands: from left to right, its baseline above the page's foot, in points. */
export type Piece = { text: string; left: number; right: number; baseline: number };

export type Pdf = {
	pieces: Piece[][];
	/** The text of each page, in the order in which it is read, a blank between any two pieces. */
	pages: string[];
	text: string;
	title: string;
	language: string;
	isTagged: boolean;
	/** Every element of every page, outermost first. */
	elements: Element[];
};

/** Reads a PDF as a reader's program does. */
export async function readPdf(bytes: Uint8Array): Promise<Pdf> {
	const document = await getDocument({ data: Uint8Array.from(bytes), verbosity: VerbosityLevel.ERRORS }).promise;
	const pieces: Piece[][] = [];
	const elements: Element[] = [];
	for (let nth = 1; nth <= document.numPages; nth++) {
		const page = await document.getPage(nth);
		const { items } = await page.getTextContent();
		pieces.push(items.flatMap((item) => ('str' in item && item.str.trim() ? [placed(item)] : [])));
		elements.push(...flatten((await page.getStructTree()) as Node));
	}
	const pages = pieces.map((page) => page.map(({ text }) => text).join(' '));
	const info = (await document.getMetadata()).info as Record<'Title' | 'Language', string>;
	const isTagged = (await document.getMarkInfo())?.Marked === true;
	await document.loadingTask.destroy();
	return { pieces, pages, text: pages.join(' '), title: info.Title, language: info.Language, isTagged, elements };
}

function placed({ str, transform, width }: { str: string; transform: number[]; width: number }): Piece {
	const [left = 0, baseline = 0] = transform.slice(4);
	return { text: str, left, right: left + width, baseline };
}

type Node = { role?: string; alt?: string; children?: Node[] };

function flatten({ role, alt, children = [] }: Node): Element[] {
	const below = children.map(flatten);
	const own = role ? [{ role, ...(alt && { alt }), children: below.flatMap(([first]) => first ?? []) }] : [];
	return [...own, ...below.flat()];
}
