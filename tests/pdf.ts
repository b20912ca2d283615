import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** An element of a tagged PDF: `Document`, `H1`, `Figure` …; `alt` is what it is called by whoever cannot see it. */
export type Element = { role: string; alt?: string; children: Element[] };

export type Pdf = {
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
	const pages: string[] = [];
	const elements: Element[] = [];
	for (let nth = 1; nth <= document.numPages; nth++) {
		const page = await document.getPage(nth);
		const { items } = await page.getTextContent();
		pages.push(items.flatMap((item) => ('str' in item && item.str.trim() ? [item.str] : [])).join(' '));
		elements.push(...flatten((await page.getStructTree()) as Node));
	}
	const info = (await document.getMetadata()).info as Record<'Title' | 'Language', string>;
	const isTagged = (await document.getMarkInfo())?.Marked === true;
	await document.loadingTask.destroy();
	return { pages, text: pages.join(' '), title: info.Title, language: info.Language, isTagged, elements };
}

type Node = { role?: string; alt?: string; children?: Node[] };

function flatten({ role, alt, children = [] }: Node): Element[] {
	const below = children.map(flatten);
	const own = role ? [{ role, ...(alt && { alt }), children: below.flatMap(([first]) => first ?? []) }] : [];
	return [...own, ...below.flat()];
}
