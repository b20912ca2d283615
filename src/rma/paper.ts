import type { Locale } from '../identity/account.ts';

/** A label and what stands under it. */
export type Fact = { label: string; value: string };

/** Lines under a heading: an address. */
export type Block = { heading: string; lines: string[] };

/** What is scanned, and how it is called by whoever cannot see it. */
export type Codes = { text: string; barcode: string; matrix: string };

/** `answer`: which of the columns is ticked, null for none. */
export type Checklist = { heading: string; columns: string[]; rows: { name: string; answer: number | null }[] };

export type PaperItem = {
	heading: string;
	facts: Fact[];
	fault: Fact;
	checklist: Checklist | null;
	codes: Codes | null;
};

/** What is cut out and stuck on the parcel. */
export type Label = { heading: string; enclose: string; cut: string; to: Block; from: Block; codes: Codes };

/**
 * The paper that travels in the parcel (product.md R2): every word that stands on it, in its sender's language. It is plain data, so that it
 * can be set elsewhere. One that no parcel may be sent with has neither codes nor label, and `barred` says why.
 */
export type Paper = {
	locale: Locale;
	title: string;
	subject: string;
	writtenAt: Date;
	brand: { name: string; mark: string; accent: string };
	barred: { mark: string; note: string } | null;
	codes: Codes | null;
	facts: Fact[];
	sender: Block;
	destination: Block;
	itemsHeading: string;
	items: PaperItem[];
	declaration: { heading: string; text: string; signed: string };
	instructions: { heading: string; text: string };
	label: Label | null;
	/** With `{page}` and `{pages}`, which nobody knows before it is set. */
	pageOf: string;
	fingerprint: string;
};
