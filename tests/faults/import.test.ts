import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { test } from '../desk.ts';
import { startEmbedded } from '../../src/database/embedded.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'serialdesk-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

function keep(name: string, content: string): string {
	const file = path.join(folder, name);
	writeFileSync(file, content);
	return file;
}

async function run(
	databaseUrl: string | undefined,
	...args: string[]
): Promise<{ code: number | null; words: string }> {
	const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl ?? '', DATA_DIR: folder };
	const child = spawn(process.execPath, ['bin/serialdesk', 'import', ...args], { env });
	let words = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (words += piece.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { code, words };
}

const header = 'code,company,email,country\n';

test('good rows are imported, bad ones are told and listed, and the status says so', async ({ databaseUrl, db }) => {
	const file = keep(
		'some.csv',
		`${header}W1,Ferri,a@b.example,IT\nW2,=cmd|calc,nobody,UK\nW3\nW4,Bruni,c@d.example,FR\n`,
	);
	const { code, words } = await run(databaseUrl, 'customers', file);
	expect(code).toBe(3);
	expect(words).toContain('customers: 2 imported, 0 known already, 2 refused');
	expect(words).toContain('line 3: country "UK" is not the code of a country (ISO 3166): write GB');
	expect(readFileSync(`${file}.refused.csv`, 'utf8').split('\n')).toEqual([
		'line,column,value,reason',
		'3,email,nobody,is not an e-mail address',
		'3,country,UK,is not the code of a country (ISO 3166): write GB',
		'4,,W3,"has 1 fields, and the first line has 4"',
		'',
	]);
	expect(statSync(`${file}.refused.csv`).mode & 0o777).toBe(0o600);
	expect(await db.selectFrom('customer').select('code').where('code', 'like', 'W%').orderBy('code').execute()).toEqual(
		[{ code: 'W1' }, { code: 'W4' }],
	);

	keep('some.csv', `${header}W1,Ferri,a@b.example,IT\nW4,Bruni,c@d.example,FR\n`);
	expect(await run(databaseUrl, 'customers', file)).toMatchObject({ code: 0 });
	expect(existsSync(`${file}.refused.csv`)).toBe(false);
});

test('a wrong command explains itself and ends with 2', async ({ databaseUrl }) => {
	const file = keep('wrong.csv', header);
	for (const args of [
		['cars', file],
		['units', file, '--colour'],
		['tickets', file, '--update'],
	]) {
		expect((await run(databaseUrl, ...args)).code).toBe(2);
	}
	expect(await run(databaseUrl, 'customers', file, '--report', file)).toMatchObject({ code: 2 });
	expect(readFileSync(file, 'utf8')).toBe(header);
});

test('what keeps the import from beginning is one sentence and status 1', async ({ databaseUrl }) => {
	const file = keep('columns.csv', 'code,company,email,country,colour\n');
	expect(await run(databaseUrl, 'customers', file)).toEqual({
		code: 1,
		words: 'Unknown in the first line: "colour". The columns are code, company, email, country, language, time_zone, address, phone.\n',
	});
	expect((await run(databaseUrl, 'customers', path.join(folder, 'nowhere.csv'))).words).toMatch(
		/nowhere\.csv is not a file that can be read\.\n$/,
	);
});

test('without DATABASE_URL the import starts the embedded server, and joins the one that a running process has', async () => {
	const file = keep('alone.csv', `${header}W1,Ferri,a@b.example,IT\n`);
	expect((await run(undefined, 'customers', file)).words).toContain('customers: 1 imported, 0 known already');

	const server = await startEmbedded({ directory: path.join(folder, 'postgres') });
	try {
		const beside = await run(undefined, 'customers', file);
		expect(beside).toMatchObject({
			code: 0,
			words: expect.stringContaining('0 imported, 1 known already') as string,
		});
	} finally {
		await server.stop();
	}
});
