import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reading } from '../database/connection.ts';
import { removeUpload, uploadsDirectory } from './uploading.ts';

/** An upload that takes longer than this has broken off. */
const oldMs = 24 * 3_600_000;

/** Removes files that no run waits for: of uploads that broke off with the process, and of runs that ended while the disk refused. */
export async function forgetUploads(db: Reading, now: Date): Promise<number> {
	const files = (await readdir(uploadsDirectory(), { recursive: true, withFileTypes: true }).catch(() => []))
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(uploadsDirectory().length + 1));
	const needed = await db
		.selectFrom('import_run')
		.select('stored_as as storedAs')
		.where('state', 'in', ['waiting', 'running'])
		.execute();
	const kept = new Set(needed.map(({ storedAs }) => storedAs));
	let removed = 0;
	for (const file of files.filter((file) => !kept.has(file))) {
		const found = await stat(join(uploadsDirectory(), file)).catch(() => undefined);
		if (!found || now.getTime() - found.mtimeMs < oldMs) continue;
		await removeUpload(file);
		removed++;
	}
	return removed;
}
