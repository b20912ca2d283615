import { sql, type Kysely } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { DB } from '../database/schema.generated.ts';
import { shortened, type FileRow, type Imported, type Refused } from '../database/sifting.ts';

/** Rows of one transaction: the fewer of a thousand and about four million characters. */
const most = { rows: 1000, characters: 4_000_000 };

type ImportRows = (trx: Writing, rows: FileRow[]) => Promise<Imported>;
export type Batch = { rows: FileRow[]; refused: Refused[] };

/** Gathers rows, and with them those that could not be read. */
export async function* inBatches(read: AsyncIterable<FileRow | Refused>): AsyncGenerator<Batch> {
	let batch: Batch = { rows: [], refused: [] };
	let characters = 0;
	for await (const row of read) {
		if ('reason' in row) batch.refused.push(row);
		else {
			batch.rows.push(row);
			characters += sizeOf(row);
		}
		if (batch.rows.length + batch.refused.length < most.rows && characters < most.characters) continue;
		yield batch;
		batch = { rows: [], refused: [] };
		characters = 0;
	}
	yield batch;
}

/** The same items, the next one being made while this one is worked on: file and database keep each other busy. */
export async function* oneAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
	const fetch = () => {
		const next = items.next();
		// Whoever awaits it hears of a failure; until then nobody does.
		next.catch(() => {});
		return next;
	};
	try {
		for (let next = fetch(); ;) {
			const { done, value } = await next;
			if (done) return;
			next = fetch();
			yield value;
		}
	} finally {
		await items.return(undefined);
	}
}

function sizeOf({ cells }: FileRow): number {
	return Object.values(cells).reduce<number>((sum, cell) => {
		return (
			sum + (typeof cell === 'string' ? cell.length : typeof cell === 'object' ? JSON.stringify(cell).length : 8)
		);
	}, 0);
}

/**
 * Imports rows within a transaction. Should the database object to one of them all the same (a constraint, or somebody who was
 * faster), halves are tried until that one is alone: every other gets in, and it is refused with the constraint's sentence.
 */
export async function importBatch(trx: Writing, rows: FileRow[], importRows: ImportRows): Promise<Imported> {
	const [first] = rows;
	if (!first) return { added: 0, updated: 0, existing: 0, refused: [] };
	await sql`savepoint rows_of_an_import`.execute(trx);
	try {
		const imported = await importRows(trx, rows);
		await sql`release savepoint rows_of_an_import`.execute(trx);
		return imported;
	} catch (error) {
		const { code = '', constraint } = error as { code?: string; constraint?: string };
		// Classes 22 and 23 of PostgreSQL: data that do not fit, constraints that do not hold.
		if (!/^2[23]/.test(code)) throw error;
		await sql`rollback to savepoint rows_of_an_import`.execute(trx);
		if (rows.length === 1) return refusedAlone(first, constraint?.replaceAll('_', ' ') ?? (error as Error).message);
		const half = Math.ceil(rows.length / 2);
		const one = await importBatch(trx, rows.slice(0, half), importRows);
		return sum(one, await importBatch(trx, rows.slice(half), importRows));
	}
}

/** A transaction for a batch. Batches of several imports, by command and by upload, follow each other. */
export function inImportTransaction<Answer>(db: Kysely<DB>, work: (trx: Writing) => Promise<Answer>): Promise<Answer> {
	return db.transaction().execute(async (trx) => {
		// Tables grow by the thousand while statements are prepared: a plan made when they were empty would read them whole.
		await sql`set local plan_cache_mode = force_custom_plan`.execute(trx);
		// Two imports at once would wait for each other's rows crosswise.
		await sql`select pg_advisory_xact_lock(hashtext('serialdesk import'))`.execute(trx);
		return work(trx);
	});
}

function refusedAlone({ line, cells }: FileRow, reason: string): Imported {
	const value = shortened(Object.values(cells).join(' | '));
	return { added: 0, updated: 0, existing: 0, refused: [{ line, column: '', value, reason }] };
}

function sum(one: Imported, other: Imported): Imported {
	return {
		added: one.added + other.added,
		updated: one.updated + other.updated,
		existing: one.existing + other.existing,
		refused: [...one.refused, ...other.refused],
	};
}
