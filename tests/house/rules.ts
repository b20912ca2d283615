import path from 'node:path';
import type { SourceFile } from './sources.ts';

// The rules of the house that no linter knows (STYLE.md).

const drawers = ['util', 'helper', 'service', 'manager', 'common', 'misc', 'shared', 'lib'];
const drawer = new RegExp(`(^|/)(${drawers.join('|')})s?([./]|$)`, 'i');

const longest = { file: 250, component: 200 };

/** What in these files breaks the rules of the house, one sentence each. */
export function houseViolations(files: SourceFile[]): string[] {
	const rules = [misplaced, tooLong, rawHtml, unfinished, barrel, verbInBrowser];
	return files.flatMap((file) => rules.flatMap((rule) => [...rule(file)]));
}

function* misplaced({ path: place }: SourceFile): Generator<string> {
	const name = drawer.exec(place)?.[2];
	if (name) yield `${place}: "${name}" is a drawer. Name the thing instead.`;
}

function* tooLong({ path, text }: SourceFile): Generator<string> {
	if (isTest(path) || path.startsWith('installation/demonstration/') || !/\.(ts|js|svelte)$/.test(path)) return;
	const lines = text.split('\n').length - 1;
	const limit = path.endsWith('.svelte') ? longest.component : longest.file;
	if (lines > limit) yield `${path}: ${lines} lines, the limit is ${limit}.`;
}

function* rawHtml({ path, text }: SourceFile): Generator<string> {
	if (path.endsWith('.svelte') && path !== 'src/ui/RichText.svelte' && text.includes('{@html'))
		yield `${path}: {@html} belongs in src/ui/RichText.svelte alone.`;
}

function* unfinished({ path, text }: SourceFile): Generator<string> {
	if (path.startsWith('tests/house')) return;
	for (const [index, line] of text.split('\n').entries())
		if (/\b(TODO|FIXME|XXX)\b/.test(line)) yield `${path}:${index + 1}: finish it, or say it in an issue.`;
}

/** A barrel only passes on what stands elsewhere: it hides who needs whom and drags everything along. */
function* barrel({ path, text }: SourceFile): Generator<string> {
	if (!path.endsWith('.ts') || isTest(path)) return;
	const statements = text
		.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
		.split(';')
		.map((statement) => statement.trim())
		.filter(Boolean);
	if (statements.length > 0 && statements.every((statement) => /^export\s[^=(]*\sfrom\s/.test(statement)))
		yield `${path}: a barrel. Import from the file that holds the thing.`;
}

const verb = /^src\/(database|jobs|mail)\/|(ing|\.server)\.ts$|\/(tasks|letters)\.ts$/;

/** dependency-cruiser sees components compiled, their type imports erased: so these are read here. */
function* verbInBrowser({ path: place, text }: SourceFile): Generator<string> {
	if (!/^src\/.*(\.svelte|\+(page|layout)\.ts)$/.test(place)) return;
	for (const [, target = ''] of text.matchAll(/\bimport\b[^;'"]*\bfrom\s*['"](\.[^'"]+)['"]/g)) {
		const imported = path.posix.join(path.posix.dirname(place), target);
		if (verb.test(imported)) yield `${place}: imports ${imported}, a verb; take what it needs from a noun.`;
	}
}

function isTest(path: string): boolean {
	return path.endsWith('.test.ts') || path.startsWith('tests/') || path.startsWith('bench/');
}
