import { parse } from 'svelte/compiler';
import type { SourceFile } from './sources.ts';

/** The messages of one language: a text, or variants by plural or other selectors. */
export type Messages = Record<string, unknown>;

/** What is wrong with the words: languages that differ, words nobody says, words outside the messages. */
export function messageViolations(languages: Record<string, Messages>, sources: SourceFile[]): string[] {
	const { en = {}, ...others } = languages;
	return [
		...Object.entries(others).flatMap(([locale, messages]) => differences(locale, messages, en)),
		...Object.entries(languages).flatMap(([locale, messages]) => empty(locale, messages)),
		...(others['fr'] ? loose(others['fr']) : []),
		...unused(Object.keys(en), sources),
		...sources.filter((source) => source.path.endsWith('.svelte')).flatMap(literalWords),
	];
}

function differences(locale: string, messages: Messages, english: Messages): string[] {
	const missing = Object.keys(english).filter((key) => !(key in messages));
	const extra = Object.keys(messages).filter((key) => !(key in english));
	const unlike = Object.keys(english).filter(
		(key) => key in messages && parametersOf(messages[key]) !== parametersOf(english[key]),
	);
	return [
		...missing.map((key) => `messages/${locale}.json: "${key}" is missing.`),
		...extra.map((key) => `messages/${locale}.json: "${key}" is not in English.`),
		...unlike.map((key) => `messages/${locale}.json: "${key}" has other parameters than in English.`),
	];
}

/** Parameters in the texts themselves: a plural's `one` may leave its count out, another form must hold it. */
function parametersOf(message: unknown): string {
	const names = texts(message).flatMap((text) => [...text.matchAll(/\{\s*([\w$]+)\s*\}/g)].map((match) => match[1]));
	return [...new Set(names)].sort().join(' ');
}

function empty(locale: string, messages: Messages): string[] {
	const blank = Object.keys(messages).filter(
		(key) => texts(messages[key]).some((text) => text.trim() === '') || texts(messages[key]).length === 0,
	);
	return blank.map((key) => `messages/${locale}.json: "${key}" is empty.`);
}

/** A French mark stands apart from its word and never begins a line, in a mail least of all. */
function loose(messages: Messages): string[] {
	const breaking = Object.keys(messages).filter((key) =>
		texts(messages[key]).some((text) => / [:;?!»%]|« /.test(text)),
	);
	return breaking.map((key) => `messages/fr.json: "${key}" may break before its mark: that space is U+00A0.`);
}

function texts(message: unknown): string[] {
	if (typeof message === 'string') return [message];
	if (!Array.isArray(message)) return [];
	return message.flatMap((variant: { match?: Record<string, string> }) => Object.values(variant.match ?? {}));
}

/** A key is used when it is called (`m.key`), quoted whole (`'key'`), or built from a prefix (`refusal_${code}`). */
function unused(keys: string[], sources: SourceFile[]): string[] {
	const called = new Set<string>();
	const prefixes = new Set<string>();
	for (const { text } of sources) {
		for (const [, key] of text.matchAll(/\bm\s*\??\.\s*(\w+)/g)) called.add(key!);
		for (const [, key] of text.matchAll(/['"`](\w+)['"`]/g)) called.add(key!);
		for (const [, prefix] of text.matchAll(/`([a-z]\w*_)\$\{|['"]([a-z]\w*_)['"]\s*\+/g))
			if (prefix) prefixes.add(prefix);
	}
	const built = (key: string) => [...prefixes].some((prefix) => key.startsWith(prefix));
	return keys.filter((key) => !called.has(key) && !built(key)).map((key) => `messages: nobody says "${key}".`);
}

// Names and signs that are the same in every language.
const international = new Set(['Serialdesk', 'PDF', 'CSV', 'HTML', 'S', 'M', 'L', 'https://']);
const spokenAttributes = new Set([
	'title',
	'alt',
	'placeholder',
	'label',
	'heading',
	'legend',
	'hint',
	'caption',
	'aria-label',
	'aria-description',
]);
type Node = { type?: string; name?: string; data?: string; start: number; [key: string]: unknown };

function literalWords({ path, text }: SourceFile): string[] {
	const found: string[] = [];
	visit(parse(text, { modern: true, filename: path }).fragment, (node) => {
		if (international.has(node.data?.trim() ?? '') || !/\p{L}/u.test(withoutEntities(node.data))) return;
		const line = text.slice(0, node.start).split('\n').length;
		found.push(`${path}:${line}: "${node.data!.trim().slice(0, 40)}" belongs in messages/.`);
	});
	return found;
}

function withoutEntities(words = ''): string {
	return words.replaceAll(/&[#\w]+;/g, '');
}

/** Walks to every text that a reader sees or hears, and to no script, style or plain attribute. */
function visit(node: unknown, onText: (node: Node) => void): void {
	if (Array.isArray(node)) return node.forEach((child) => visit(child, onText));
	if (typeof node !== 'object' || node === null) return;
	const met = node as Node;
	const { type, name = '' } = met;
	if (type === 'Text') return onText(met);
	if (type === 'RegularElement' && ['script', 'style', 'code'].includes(name)) return;
	if (type === 'Attribute' && !spokenAttributes.has(name)) return;
	for (const [key, child] of Object.entries(met)) if (key !== 'parent' && key !== 'metadata') visit(child, onText);
}
