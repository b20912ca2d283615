import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Obstacle } from '../obstacle.ts';
import { Refusal } from '../refusal.ts';
import { encodingOf } from './decoding.ts';
import { kinds } from './kinds.ts';
import { readRows, type Source } from './reading-rows.ts';
import type { ImportKind } from './run.ts';

type File = { path: string; name: string };

/**
 * Looks at a file before anything is brought in from it: how it is written, whether its columns are those of the kind, whether its
 * first row can be read. `encoding` is what a person says; '' leaves it to the bytes.
 * @throws Refusal `import-file-invalid` with the `reason`
 */
export async function inspectFile({ path, name }: File, kind: ImportKind, encoding: string): Promise<Source> {
	try {
		const format = await formatOf(path, name);
		const source: Source = {
			file: path,
			name,
			format,
			encoding: encoding || (await encodingOf(path, name)),
			columns: kinds[kind].columns,
		};
		await readFirstRow(source);
		return source;
	} catch (error) {
		if (error instanceof Obstacle) throw new Refusal('import-file-invalid', { reason: error.message });
		throw error;
	}
}

async function formatOf(path: string, name: string): Promise<Source['format']> {
	const extension = extname(name).toLowerCase();
	if (['.jsonl', '.ndjson', '.json'].includes(extension)) return 'jsonl';
	if (['.csv', '.tsv'].includes(extension)) return 'csv';
	// No name of a column begins with a brace.
	return /^[\s\0\uFEFF\uFFFD]*\{/.test(await startOf(path)) ? 'jsonl' : 'csv';
}

async function startOf(path: string): Promise<string> {
	await using handle = await open(path);
	const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
	return buffer.toString('utf8', 0, bytesRead);
}

async function readFirstRow(source: Source): Promise<void> {
	for await (const row of readRows(source)) {
		if (!('reason' in row)) return;
		throw new Obstacle(`Line ${row.line}: ${[row.column, row.reason].filter(Boolean).join(' ')}.`);
	}
	throw new Obstacle(`${source.name} has no rows.`);
}
