/** Stands for what the font has no picture of, once for each character that a reader sees. */
const replacement = '\uFFFD';

// Controls, and what turns the direction of the text around it or joins what is drawn apart.
// eslint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

// Latin, and what Russian is written with: most texts hold nothing else, and need not be looked at letter by letter.
const simple = /^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u017f\u0410-\u0451\u2013\u2014\u2018-\u201e\u2026\u20ac\u2116]*$/;

const readers = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text that can be set: one kind of line end, nothing unseen, and a replacement for each character that the font lacks. */
export function sound(text: string, hasGlyph: (codePoint: number) => boolean): string {
	const plain = text
		.toWellFormed()
		.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
		.replaceAll('\t', ' ')
		.normalize('NFC');
	if (simple.test(plain)) return plain;
	return [...readers.segment(plain)].map(({ segment }) => drawable(segment, hasGlyph)).join('');
}

function drawable(seen: string, hasGlyph: (codePoint: number) => boolean): string {
	const rest = seen === '\n' ? seen : seen.replace(unseen, '');
	if (rest === '\n' || [...rest].every((character) => hasGlyph(character.codePointAt(0) ?? 0))) return rest;
	return replacement;
}

/** The characters that a reader sees, for words that no line can hold. */
export function characters(word: string): string[] {
	return [...readers.segment(word)].map(({ segment }) => segment);
}
