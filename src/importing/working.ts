import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Writing } from '../database/connection.ts';
import type { DB } from '../database/schema.generated.ts';
import type { Refused } from '../database/sifting.ts';
import { insertMany } from '../database/inserting.ts';
import { log } from '../log.ts';
import { Obstacle } from '../obstacle.ts';
import { importBatch, inBatches, inImportTransaction, oneAhead, type Batch } from './batching.ts';
import { kinds } from './kinds.ts';
import { readRowsFrom, type Source } from './reading-rows.ts';
import type { ImportKind } from './run.ts';
import { finishImport } from './starting.ts';
import { pathOf, removeUpload } from './uploading.ts';

/** The portal's pages come first: after each batch they have the machine for a moment. */
const restShare = 0.08;

/**
 * Brings in what waits, run after run, until there is nothing more or `signal` says to stop. One process of all nodes does so: it holds a
 * lock on the connection over which it writes, so that whoever loses the one has lost the other.
 */
export async function importWaiting(db: Kysely<DB>, signal: AbortSignal): Promise<void> {
	await db.connection().execute(async (connection) => {
		const { rows } = await sql<{ mine: boolean }>`
			select pg_try_advisory_lock(hashtext('serialdesk import worker')) as mine
		`.execute(connection);
		if (!rows[0]?.mine) return;
		try {
			for (let run = await nextRun(connection); run && !signal.aborted; run = await nextRun(connection))
				await carryOut(connection, run, signal);
		} finally {
			// Lost with the connection, should that be lost.
			await sql`select pg_advisory_unlock(hashtext('serialdesk import worker'))`.execute(connection).catch(() => {});
		}
	});
}

type Run = {
	id: number;
	kind: ImportKind;
	overwrites: boolean;
	mails: boolean;
	nextLine: number;
	storedAs: string;
	source: Source;
};

async function nextRun(db: Kysely<DB>): Promise<Run | undefined> {
	const row = await db
		.updateTable('import_run')
		.set({ state: 'running', started_at: sql<Date>`coalesce(started_at, clock_timestamp())` })
		.where('id', '=', (from) =>
			from.selectFrom('import_run').select('id').where('state', 'in', ['waiting', 'running']).orderBy('id').limit(1),
		)
		.returning(['id', 'kind', 'overwrites', 'mails', 'next_line', 'stored_as', 'file_name', 'format', 'encoding'])
		.executeTakeFirst();
	if (!row) return undefined;
	const kind = row.kind as ImportKind;
	const { columns } = kinds[kind];
	const format = row.format as Source['format'];
	const source = { file: pathOf(row.stored_as), name: row.file_name, encoding: row.encoding, format, columns };
	const { id, overwrites, mails, next_line: nextLine, stored_as: storedAs } = row;
	return { id, kind, overwrites, mails, nextLine, storedAs, source };
}

async function carryOut(db: Kysely<DB>, run: Run, signal: AbortSignal): Promise<void> {
	let problem: string | null = null;
	try {
		if (!(await bringIn(db, run, signal))) return;
	} catch (error) {
		problem = problemOf(error);
		if (problem === null) throw error;
	}
	const storedAs = await db.transaction().execute((trx) => finishImport(trx, run.id, problem, new Date()));
	if (storedAs !== null) await removeUpload(storedAs);
}

/** Whether it came to the end of the file: not when it was stopped, cancelled, or when another process has gone on with it. */
async function bringIn(db: Kysely<DB>, run: Run, signal: AbortSignal): Promise<boolean> {
	let bytesRead = 0;
	const source = { ...run.source, onRead: (bytes: number) => (bytesRead += bytes) };
	let { nextLine } = run;
	for await (const batch of oneAhead(inBatches(readRowsFrom(source, nextLine)))) {
		const begun = performance.now();
		const line = await inImportTransaction(db, (trx) => take(trx, { ...run, nextLine }, batch, bytesRead));
		if (line === null) return false;
		nextLine = line;
		if (signal.aborted) return false;
		await sleep((performance.now() - begun) * restShare);
	}
	return true;
}

/** A batch and how far the run is with it, in one transaction. Answers the line after it, or null when the run is not ours any more. */
async function take(trx: Writing, run: Run, batch: Batch, bytesRead: number): Promise<number | null> {
	const current = await trx
		.selectFrom('import_run')
		.select(['state', 'next_line as nextLine'])
		.where('id', '=', run.id)
		.forUpdate()
		.executeTakeFirstOrThrow();
	if (current.state !== 'running' || current.nextLine !== run.nextLine) return null;
	const { importRows } = kinds[run.kind];
	const how = { update: run.overwrites, mails: run.mails };
	const imported = await importBatch(trx, batch.rows, (inner, rows) => importRows(inner, rows, how));
	const refused = [...batch.refused, ...imported.refused];
	await insertMany(trx, 'import_refusal', refusalRows(run.id, refused));
	const next = Math.max(run.nextLine, ...[...batch.rows, ...batch.refused].map(({ line }) => line + 1));
	await trx
		.updateTable('import_run')
		.set((run) => ({
			next_line: next,
			bytes_read: bytesRead,
			added: sql<number>`${run.ref('added')} + ${imported.added}`,
			updated: sql<number>`${run.ref('updated')} + ${imported.updated}`,
			existing: sql<number>`${run.ref('existing')} + ${imported.existing}`,
			refused: sql<number>`${run.ref('refused')} + ${new Set(refused.map(({ line }) => line)).size}`,
		}))
		.where('id', '=', run.id)
		.execute();
	return next;
}

function refusalRows(runId: number, refused: Refused[]) {
	const counted = new Map<number, number>();
	return refused.map(({ line, column, reason, value }) => {
		const position = counted.get(line) ?? 0;
		counted.set(line, position + 1);
		return { run_id: runId, line, position, column_name: column, reason, value };
	});
}

/** What a person can mend; null for what is a bug, or a database that is away: the run goes on when it is back. */
function problemOf(error: unknown): string | null {
	if (error instanceof Obstacle) return error.message;
	const { code, syscall } = error as NodeJS.ErrnoException;
	if (code !== 'ENOENT' || syscall !== 'open') return null;
	log().error({ err: error }, 'the file of an import is gone');
	return 'The uploaded file is gone from the disk of the portal. Upload it again: what is in stays and is skipped.';
}
