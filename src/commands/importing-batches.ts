import { sql, type Kysely } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { DB } from '../database/schema.generated.ts';
import { shortened, type FileRow, type Imported, type Refused } from '../database/sifting.ts';
import { Obstacle } from '../obstacle.ts';

/** Rows of one transaction: the fewer of a thousand and about four million characters. */
const most = { rows: 1000, characters: 4_000_000 };

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
 * Imports rows in one transaction. Should the database object to one of them all the same (a constraint, or somebody who was
 * faster), halves are tried until that one is alone: every other gets in, and it is refused with the constraint's sentence.
 */
export async function importBatch(
	db: Kysely<DB>,
	rows: FileRow[],
	importRows: (trx: Writing, rows: FileRow[]) => Promise<Imported>,
): Promise<Imported> {
	const [first] = rows;
	if (!first) return { added: 0, updated: 0, existing: 0, refused: [] };
	try {
		return await inTransaction(db, (trx) => importRows(trx, rows));
	} catch (error) {
		const { code = '', constraint } = error as { code?: string; constraint?: string };
		// Classes 22 and 23 of PostgreSQL: data that do not fit, constraints that do not hold.
		if (!/^2[23]/.test(code)) throw interrupted(error);
		if (rows.length === 1) return refusedAlone(first, constraint?.replaceAll('_', ' ') ?? (error as Error).message);
		const half = Math.ceil(rows.length / 2);
		const one = await importBatch(db, rows.slice(0, half), importRows);
		return sum(one, await importBatch(db, rows.slice(half), importRows));
	}
}

function inTransaction<Answer>(db: Kysely<DB>, work: (trx: Writing) => Promise<Answer>): Promise<Answer> {
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

/** A lost connection is the operator's to mend; anything else is a bug and keeps its trace. */
function interrupted(error: unknown): unknown {
	const { code = '', message } = error as NodeJS.ErrnoException;
	if (!/^(E[A-Z]+|08...|57P..)$/.test(code) && !/^(Connection terminated|timeout exceeded)/.test(message))
		return error;
	return new Obstacle(
		`The database was lost (${message}). Run the same command again: what is in stays and is skipped.`,
	);
}
