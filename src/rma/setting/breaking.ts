import { characters } from './soundness.ts';

/** The lines of a text in this width. A word that no line can hold is broken where it must. */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
	return text.split('\n').flatMap((paragraph) => fill(paragraph.trimEnd(), width, measure));
}

function fill(paragraph: string, width: number, measure: (text: string) => number): string[] {
	const lines: string[] = [];
	const space = measure(' ');
	let line = '';
	let used = 0;
	const put = (word: string, length: number) => {
		const joined = line === '' ? length : used + space + length;
		if (line !== '' && joined > width) {
			lines.push(line);
			line = word;
			used = length;
		} else {
			line = line === '' ? word : `${line} ${word}`;
			used = joined;
		}
	};
	for (const word of paragraph.split(/ +/)) {
		for (const part of pieces(word, width, measure)) put(part, measure(part));
	}
	return [...lines, line];
}

function pieces(word: string, width: number, measure: (text: string) => number): string[] {
	if (measure(word) <= width) return [word];
	const parts: string[] = [];
	let part = '';
	let used = 0;
	for (const character of characters(word)) {
		const length = measure(character);
		if (part !== '' && used + length > width) {
			parts.push(part);
			part = '';
			used = 0;
		}
		part += character;
		used += length;
	}
	return [...parts, part];
}
