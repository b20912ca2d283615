import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inspectFile } from './inspecting.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'serialdesk-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function inspect(content: string | Buffer, name: string, encoding = '') {
	const file = path.join(folder, 'upload');
	writeFileSync(file, content);
	return inspectFile({ path: file, name }, 'customers', encoding);
}

const csv = 'code,company,email,country\nW1,Ferri,a@b.example,IT\n';
const line = '{"code":"W1","company":"Ferri","email":"a@b.example","country":"IT"}\n';

test('a file’s format is told by its name, else by its first sign', async () => {
	expect(await inspect(csv, 'rows.csv')).toMatchObject({ format: 'csv', encoding: 'utf-8', name: 'rows.csv' });
	expect(await inspect(csv, 'rows')).toMatchObject({ format: 'csv' });
	expect(await inspect(line, 'rows.JSONL')).toMatchObject({ format: 'jsonl' });
	expect(await inspect(`\uFEFF${line}`, 'rows.txt')).toMatchObject({ format: 'jsonl' });
	expect(await inspect(Buffer.from(`\uFEFF${csv}`, 'utf16le'), 'rows.csv')).toMatchObject({ encoding: 'utf-16le' });
	expect(
		await inspect(Buffer.from(csv.replace('Ferri', 'Garage Lumi\u00e8re'), 'latin1'), 'r.csv', 'windows-1252'),
	).toMatchObject({
		encoding: 'windows-1252',
	});
});

test.for([
	['an empty file', '', 'rows.csv', 'rows.csv is empty.'],
	['an empty list of objects', '', 'rows.jsonl', 'rows.jsonl is empty.'],
	['columns without rows', 'code,company,email,country\n', 'rows.csv', 'rows.csv has no rows.'],
	['another kind’s columns', 'product,serial,customer\nx,y,z\n', 'rows.csv', /^Unknown in the first line/],
	['a missing column', 'code,company\nx,y\n', 'rows.csv', /^Missing in the first line: email, country/],
	['a CSV that calls itself JSON', csv, 'rows.jsonl', /^Line 1: is not JSON/],
	['a JSON array', '[{"code":"W1"}]', 'rows.json', /^Line 1: is not an object/],
	[
		'bytes that are no text',
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x0a]),
		'rows.csv',
		/^rows\.csv is not UTF-8/,
	],
	['UTF-16 without its mark', Buffer.from(csv, 'utf16le'), 'rows.csv', /^Unknown in the first line/],
	[
		'NUL in the columns',
		'co\0de,company,email,country\nW1,a,b,IT\n',
		'rows.csv',
		/^Unknown in the first line: "co\\u0000de"/,
	],
	['one line of 20 MB', 'x'.repeat(20_000_000), 'rows.csv', 'rows.csv has no line with columns.'],
	['one object of 20 MB', `{"code":"${'x'.repeat(20_000_000)}"}`, 'rows.jsonl', /^Line 1: the line is longer than/],
] as const)('%s is refused with the reason', async ([, content, name, reason]) => {
	await expect(inspect(content, name)).rejects.toMatchObject({
		code: 'import-file-invalid',
		details: { reason: expect.stringMatching(reason) as string },
	});
});
