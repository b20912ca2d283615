import type { Locale } from '../identity/account.ts';

/** What a letter says; how it looks is decided once, in `framing.ts`. */
export type Letter = {
	to: { name: string; address: string };
	locale: Locale;
	subject: string;
	/** The first line says number and subject. */
	heading: string;
	/** Plain paragraphs. */
	paragraphs: string[];
	/** Somebody's words, as text, shown apart from ours. */
	quote?: { from: string; text: string };
	button?: { label: string; href: string };
	/** Small print below: for example that answers to the letter are not read. */
	footer: string[];
	/** Letters of one thread refer to it. */
	thread?: string;
};

/** Makes the letter when it is due, or null when nobody may be told any more. */
export type Composer = (mail: DueMail) => Promise<Letter | null>;

export type DueMail = {
	id: number;
	accountId: number;
	letter: string;
	details: Record<string, string | number | null>;
};
