import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { shortened, type Columns, type FileRow, type Refused } from '../database/sifting.ts';
import { Obstacle } from '../obstacle.ts';
import { decode } from './decoding.ts';

export type Source = {
	file: string;
	/** What its owner calls it. */
	name: string;
	encoding: string;
	format: 'csv' | 'jsonl';
	columns: Columns;
	onRead?: (bytes: number) => void;
};

/** Longer rows are mistakes: a quote that is never closed swallows the rest of a file. */
const longestRow = 1_000_000;

/** The rows of a file in their order, and those that cannot be read, with the reason. Holds one row at a time. */
export function readRows(source: Source): AsyncGenerator<FileRow | Refused> {
	return source.format === 'csv' ? readCsv(source) : readJsonLines(source);
}

/** The same from this line on. */
export async function* readRowsFrom(source: Source, line: number): AsyncGenerator<FileRow | Refused> {
	for await (const row of readRows(source)) if (row.line >= line) yield row;
}

async function* readCsv({ file, name, encoding, columns, onRead }: Source): AsyncGenerator<FileRow | Refused> {
	const text = decode(file, encoding, onRead);
	const first = await textUntilLineEnd(text);
	const parser = Readable.from(continued(first, text)).pipe(
		parse({
			delimiter: delimiterOf(first, columns),
			record_delimiter: ['\r\n', '\n', '\r'],
			relax_column_count: true,
			relax_quotes: true,
			max_record_size: longestRow,
		}),
	);
	let line = 1;
	let names: string[] | undefined;
	try {
		for await (const record of parser) {
			const fields = record as string[];
			const last = line + breaksIn(fields);
			if (!names) names = readHeader(fields, columns);
			else if (fields.some(Boolean)) yield asRow(fields, names, { line, last });
			line = last + 1;
		}
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		if (names) yield { line, column: '', value: '', reason: unreadable(error) };
	}
	if (!names)
		throw new Obstacle(first.length < longestRow ? `${name} is empty.` : `${name} has no line with columns.`);
}

function unreadable(error: CsvError): string {
	const reason =
		error.code === 'CSV_QUOTE_NOT_CLOSED'
			? 'a quote opened in this row is never closed'
			: `the row is longer than ${longestRow} characters: is a quote not closed?`;
	return `${reason}. Nothing from this line on was read`;
}

/** Enough text to see the first line. */
async function textUntilLineEnd(text: AsyncGenerator<string>): Promise<string> {
	let start = '';
	while (!/[\r\n]/.test(start) && start.length < longestRow) {
		const next = await text.next();
		if (next.done) break;
		start += next.value;
	}
	return start;
}

async function* continued(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
	if (first) yield first;
	yield* rest;
}

/** Whatever cuts the first line into the most columns that are known: a company's name may hold commas, a column's name does not. */
function delimiterOf(start: string, columns: Columns): string {
	const [header = ''] = start.split(/[\r\n]/, 1);
	const known = (delimiter: string) => header.split(delimiter).filter((name) => nameOf(name) in columns).length;
	return [',', ';', '\t'].reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best));
}

function nameOf(title: string): string {
	return title.replaceAll('"', '').trim().toLowerCase();
}

function readHeader(fields: string[], columns: Columns): string[] {
	const names = fields.map(nameOf);
	while (names.at(-1) === '') names.pop();
	const list = Object.keys(columns).join(', ');
	const unknown = names.filter((name) => !Object.hasOwn(columns, name)).map((name) => `"${shortened(name)}"`);
	if (unknown.length > 0)
		throw new Obstacle(`Unknown in the first line: ${unknown.join(', ')}. The columns are ${list}.`);
	const twice = names.filter((name, index) => names.indexOf(name) !== index);
	if (twice.length > 0) throw new Obstacle(`Twice in the first line: ${twice.join(', ')}.`);
	const missing = Object.keys(columns).filter((name) => columns[name] && !names.includes(name));
	if (missing.length > 0)
		throw new Obstacle(`Missing in the first line: ${missing.join(', ')}. The columns are ${list}.`);
	return names;
}

function asRow(fields: string[], names: string[], { line, last }: { line: number; last: number }): FileRow | Refused {
	const surplus = fields.slice(names.length).some(Boolean);
	if (fields.length >= names.length && !surplus)
		return { line, cells: Object.fromEntries(names.map((name, index) => [name, fields[index]])) };
	const over = last > line ? ` over the lines ${line} to ${last}: is a quote missing?` : '';
	const reason = `has ${fields.length} fields, and the first line has ${names.length}${over}`;
	return { line, column: '', value: shortened(fields.join(' | ')), reason };
}

function breaksIn(fields: string[]): number {
	return fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

async function* readJsonLines({ file, name, encoding, columns, onRead }: Source): AsyncGenerator<FileRow | Refused> {
	let line = 0;
	for await (const text of linesOf(decode(file, encoding, onRead))) {
		line++;
		if (text === undefined) {
			const reason = `the line is longer than ${longestRow} characters. Nothing from this line on was read`;
			yield { line, column: '', value: '', reason };
		} else if (text.trim() !== '') yield asObject(text, line, columns);
	}
	if (line === 0) throw new Obstacle(`${name} is empty.`);
}

function asObject(text: string, line: number, columns: Columns): FileRow | Refused {
	const refused = (column: string, reason: string) => ({ line, column, value: shortened(text), reason });
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return refused('', 'is not JSON: every line is one object, such as {"code": "C1001", …}');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return refused('', 'is not an object, and every line is one');
	const cells = Object.fromEntries(Object.entries(value).map(([name, cell]) => [nameOf(name), cell as unknown]));
	const unknown = Object.keys(cells).find((name) => !Object.hasOwn(columns, name));
	if (unknown === undefined) return { line, cells };
	return refused(shortened(unknown), `is no column: the columns are ${Object.keys(columns).join(', ')}`);
}

/** Lines as JSON Lines has them: they end with a line feed and nothing else. Undefined ends a file with an endless line. */
async function* linesOf(text: AsyncGenerator<string>): AsyncGenerator<string | undefined> {
	let rest = '';
	for await (const piece of text) {
		const lines = (rest + piece).split('\n');
		rest = lines.pop() ?? '';
		yield* lines;
		if (rest.length <= longestRow) continue;
		return yield undefined;
	}
	if (rest) yield rest;
}
