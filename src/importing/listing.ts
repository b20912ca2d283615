import type { Reading } from '../database/connection.ts';
import type { Refused } from '../database/sifting.ts';
import { Refusal } from '../refusal.ts';
import type { ImportKind, ImportRun, RunState } from './run.ts';

/** The runs, newest first. */
export async function listRuns(
	db: Reading,
	{ limit, olderThan }: { limit: number; olderThan?: number },
): Promise<ImportRun[]> {
	let query = runs(db).orderBy('r.id', 'desc').limit(limit);
	if (olderThan !== undefined) query = query.where('r.id', '<', olderThan);
	return (await query.execute()).map(asRun);
}

/** @throws Refusal `not-found` */
export async function findRun(db: Reading, id: number): Promise<ImportRun> {
	const row = await runs(db).where('r.id', '=', id).executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return asRun(row);
}

/** What a run refused, by line, after a line and the reason's place in it. */
export async function listRefusals(
	db: Reading,
	runId: number,
	{ limit, after = [-1, -1] }: { limit: number; after?: [line: number, position: number] },
): Promise<(Refused & { position: number })[]> {
	return db
		.selectFrom('import_refusal')
		.select(['line', 'position', 'column_name as column', 'reason', 'value'])
		.where('run_id', '=', runId)
		.where(({ refTuple, tuple, eb }) => eb(refTuple('line', 'position'), '>', tuple(...after)))
		.orderBy('line')
		.orderBy('position')
		.limit(limit)
		.execute();
}

/** All of them, in pages. */
export async function* readRefusals(db: Reading, runId: number): AsyncGenerator<Refused[]> {
	const limit = 1000;
	for (let after: [number, number] = [-1, -1]; ;) {
		const page = await listRefusals(db, runId, { limit, after });
		const last = page.at(-1);
		if (last) yield page;
		if (!last || page.length < limit) return;
		after = [last.line, last.position];
	}
}

function runs(db: Reading) {
	return db
		.selectFrom('import_run as r')
		.leftJoin('person as p', 'p.id', 'r.account_id')
		.select([
			'r.id',
			'r.kind',
			'r.state',
			'r.file_name as fileName',
			'r.size',
			'r.overwrites',
			'r.bytes_read as bytesRead',
			'r.added',
			'r.updated',
			'r.existing',
			'r.refused',
			'r.problem',
			'r.created_at as createdAt',
			'r.started_at as startedAt',
			'r.finished_at as finishedAt',
			'p.name as who',
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof runs>['execute']>>[number];

function asRun(row: Row): ImportRun {
	return { ...row, kind: row.kind as ImportKind, state: row.state as RunState, who: row.who ?? '' };
}
