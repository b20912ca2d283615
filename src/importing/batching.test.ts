import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { FileRow } from '../database/sifting.ts';
import { importBatch } from './batching.ts';

test('a row that only the database objects to is refused alone, with the constraint’s sentence', async ({ trx }) => {
	const rows: FileRow[] = [1, 2, 3, 4, 5].map((line) => ({
		line,
		cells: { country: line === 4 ? 'it' : `X${'ABCDEF'[line]}` },
	}));
	const { added, refused } = await importBatch(trx, rows, async (inner, some) => {
		const branch = await inner.selectFrom('branch').select('id').limit(1).executeTakeFirstOrThrow();
		for (const { cells } of some)
			await inner
				.insertInto('branch_country')
				.values({ country: String(cells['country']), branch_id: branch.id })
				.execute();
		return { added: some.length, updated: 0, existing: 0, refused: [] };
	});
	expect(added).toBe(4);
	expect(refused).toEqual([{ line: 4, column: '', value: 'it', reason: 'served country is two letters' }]);
});
