import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decode, encodingOf } from './decoding.ts';
import { readRows } from './reading-rows.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'serialdesk-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

const columns = { code: true, company: true, address: false };

async function read(content: string | Buffer, format: 'csv' | 'jsonl' = 'csv') {
	const file = path.join(folder, 'rows');
	writeFileSync(file, content);
	const rows = [];
	for await (const row of readRows({ file, name: file, encoding: await encodingOf(file), format, columns }))
		rows.push(row);
	return rows;
}

describe('reading a CSV file', () => {
	test.for([
		['comma', 'code,company\nW1,Ferri\n'],
		['semicolon', 'code;company\nW1;Ferri\n'],
		['tab', 'code\tcompany\nW1\tFerri\n'],
		['byte order mark and Windows line ends', '\uFEFFcode;company\r\nW1;Ferri\r\n'],
		['old Macintosh line ends', 'code,company\rW1,Ferri\r'],
		['capitals, spaces and quotes in the first line', '"Code" , COMPANY\nW1,Ferri'],
		['a delimiter at the end of each line', 'code;company;\nW1;Ferri;\n'],
		['empty lines', 'code,company\n\nW1,Ferri\n,\n\n'],
	])('%s: the row is the same', async ([, content]) => {
		const [row, ...more] = await read(content!);
		expect(row).toMatchObject({ cells: { code: 'W1', company: 'Ferri' } });
		expect(more).toEqual([]);
	});

	test('quotes, delimiters, line breaks, emoji, Cyrillic and right-to-left text arrive as they stand', async () => {
		const content = 'code,company,address\nW1,"Garage ""Étoile"", Sàrl","Via 1\r\nМосква"\nW2,17" Wheels,🚗 ورشة\n';
		expect(await read(content)).toEqual([
			{ line: 2, cells: { code: 'W1', company: 'Garage "Étoile", Sàrl', address: 'Via 1\r\nМосква' } },
			{ line: 4, cells: { code: 'W2', company: '17" Wheels', address: '🚗 ورشة' } },
		]);
	});

	test('a row with too few or too many fields is refused with its line, and the next is read', async () => {
		const rows = await read('code,company\nW1\nW2,"a\nb",c\nW3,Ferri\n');
		expect(rows).toMatchObject([
			{ line: 2, reason: 'has 1 fields, and the first line has 2' },
			{ line: 3, reason: 'has 3 fields, and the first line has 2 over the lines 3 to 4: is a quote missing?' },
			{ line: 5, cells: { code: 'W3' } },
		]);
	});

	test('a quote that is never closed is told with the line where its row begins, and the rows before it are read', async () => {
		expect(await read('code,company\r\nW1,"a\r\nb"\r\nW2,"Ferri\r\nW3,Bruni\r\n')).toMatchObject([
			{ line: 2, cells: { code: 'W1' } },
			{
				line: 4,
				reason: 'a quote opened in this row is never closed. Nothing from this line on was read',
			},
		]);
	});

	test('an endless row ends the reading instead of filling the memory', async () => {
		const rows = await read(`code,company\nW1,Ferri\nW2,"${'x\n'.repeat(600_000)}`);
		expect(rows).toHaveLength(2);
		expect(rows[1]).toMatchObject({ line: 3, reason: expect.stringContaining('longer than') as string });
	});

	test.for([
		[
			'unknown',
			'code,company,colour\n',
			'Unknown in the first line: "colour". The columns are code, company, address.',
		],
		['missing', 'code\n', 'Missing in the first line: company. The columns are code, company, address.'],
		['twice', 'code,company,CODE\n', 'Twice in the first line: code.'],
	])('a column that is %s is told before any row is read', async ([, content, words]) => {
		await expect(read(content!)).rejects.toThrow(words);
	});

	test('an empty file is no file of rows', async () => {
		await expect(read('')).rejects.toThrow('is empty');
	});
});

describe('reading JSON Lines', () => {
	test('each line is a row; what cannot be one is refused with its line', async () => {
		const lines = [
			'{"Code": "W1", "company": "Ferri\u2028figli"}',
			'',
			'{"code": ',
			'[1]',
			'{"code": "W2", "company": "x", "colour": 1}',
			'{"code": 3, "company": "x"}',
		];
		expect(await read(lines.join('\n'), 'jsonl')).toMatchObject([
			{ line: 1, cells: { code: 'W1', company: 'Ferri\u2028figli' } },
			{ line: 3, reason: expect.stringContaining('is not JSON') as string },
			{ line: 4, reason: 'is not an object, and every line is one' },
			{ line: 5, column: 'colour', reason: 'is no column: the columns are code, company, address' },
			{ line: 6, cells: { code: 3 } },
		]);
	});
});

describe('the encoding of a file', () => {
	async function text(content: Buffer, encoding?: string): Promise<string> {
		const file = path.join(folder, 'encoded');
		writeFileSync(file, content);
		let read = '';
		for await (const piece of decode(file, encoding ?? (await encodingOf(file)))) read += piece;
		return read;
	}

	test('UTF-8 and, with its mark, UTF-16 are recognised', async () => {
		expect(await text(Buffer.from('\uFEFFÉtoile'))).toBe('Étoile');
		expect(await text(Buffer.from('\uFEFFÉtoile', 'utf16le'))).toBe('Étoile');
		expect(await text(Buffer.from('\uFEFFÉtoile', 'utf16le').swap16())).toBe('Étoile');
	});

	test('anything else is refused with the line, and read when its encoding is named', async () => {
		const latin = Buffer.from('code\nW1\nÉtoile\n', 'latin1');
		await expect(text(latin)).rejects.toThrow(/is not UTF-8 \(line 3\)\. .*--encoding windows-1252/);
		expect(await text(latin, 'windows-1252')).toBe('code\nW1\nÉtoile\n');
	});

	test('a character cut between two pieces of a large file is no mistake, one cut at the end is', async () => {
		const large = Buffer.from(`a${'é'.repeat(1_200_000)}`);
		expect(await text(large)).toBe(large.toString());
		await expect(text(large.subarray(0, -1))).rejects.toThrow('is not UTF-8');
	});

	test('the line is right where the mistake is far into a large file', async () => {
		const lines = Buffer.concat([
			Buffer.from('é\n'.repeat(900_000)),
			Buffer.from([0xe9, 10]),
			Buffer.from('é\n'.repeat(9)),
		]);
		await expect(text(lines)).rejects.toThrow('(line 900001)');
	});
});
