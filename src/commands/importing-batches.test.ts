import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { FileRow } from '../database/sifting.ts';
import { importBatch } from './importing-batches.ts';

test('a row that only the database objects to is refused alone, with the constraint’s sentence', async ({ db }) => {
	const rows: FileRow[] = [1, 2, 3, 4, 5].map((line) => ({
		line,
		cells: { country: line === 4 ? 'it' : `X${'ABCDEF'[line]}` },
	}));
	const { added, refused } = await importBatch(db, rows, async (trx, some) => {
		const branch = await trx.selectFrom('branch').select('id').limit(1).executeTakeFirstOrThrow();
		for (const { cells } of some)
			await trx
				.insertInto('branch_country')
				.values({ country: String(cells['country']), branch_id: branch.id })
				.execute();
		return { added: some.length, updated: 0, existing: 0, refused: [] };
	});
	expect(added).toBe(4);
	expect(refused).toEqual([{ line: 4, column: '', value: 'it', reason: 'served country is two letters' }]);
});
