import { thePortal, type By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { wake } from '../jobs/waking.ts';
import { Refusal } from '../refusal.ts';
import type { Source } from './reading-rows.ts';
import type { ImportKind, ImportRun } from './run.ts';
import type { UploadedFile } from './uploading.ts';

type Order = { kind: ImportKind; file: UploadedFile; source: Source; overwrites: boolean; mails?: boolean };

/** Notes an uploaded file as waiting to be brought in, and wakes the worker. Runs follow each other in the order of their uploads. */
export async function startImport(trx: Writing, by: By, order: Order): Promise<number> {
	const { kind, file, source, overwrites, mails = false } = order;
	if (by.accountId === null) throw new Refusal('not-allowed');
	const { id } = await trx
		.insertInto('import_run')
		.values({
			kind,
			overwrites,
			mails,
			account_id: by.accountId,
			file_name: file.name,
			stored_as: file.storedAs,
			size: file.size,
			format: source.format,
			encoding: source.encoding,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await wake(trx);
	const after = { kind, file: file.name, size: file.size, overwrites, mails, sha256: file.sha256.toString('hex') };
	await record(trx, by, { action: 'import-started', subject: `import:${id}`, after });
	return id;
}

/**
 * Ends a run that waits or is under way; what is in stays. Answers where its file lay, which is of no more use.
 * @throws Refusal `not-found`, `changed-meanwhile` (it has ended by itself)
 */
export async function cancelImport(trx: Writing, by: By, id: number, now: Date): Promise<string> {
	const known = await trx.selectFrom('import_run').select('id').where('id', '=', id).executeTakeFirst();
	if (!known) throw new Refusal('not-found');
	const ended = await end(trx, id, { state: 'cancelled', problem: null }, now);
	if (!ended) throw new Refusal('changed-meanwhile');
	const { storedAs, ...after } = ended;
	await record(trx, by, { action: 'import-cancelled', subject: `import:${id}`, after });
	return storedAs;
}

/**
 * Ends a run that has come to the end of its file, or to something that it cannot get over. Answers where its file lay; nothing when
 * somebody has ended it before.
 */
export async function finishImport(
	trx: Writing,
	id: number,
	problem: string | null,
	now: Date,
): Promise<string | null> {
	const state = problem === null ? 'finished' : 'failed';
	const ended = await end(trx, id, { state, problem }, now);
	if (!ended) return null;
	const { storedAs, ...after } = ended;
	await record(trx, thePortal, {
		action: 'import-finished',
		subject: `import:${id}`,
		after: problem === null ? after : { ...after, problem },
	});
	return storedAs;
}

async function end(trx: Writing, id: number, how: Pick<ImportRun, 'state' | 'problem'>, now: Date) {
	return trx
		.updateTable('import_run')
		.set({ ...how, finished_at: now })
		.where('id', '=', id)
		.where('state', 'in', ['waiting', 'running'])
		.returning(['stored_as as storedAs', 'file_name as file', 'state', 'added', 'updated', 'existing', 'refused'])
		.executeTakeFirst();
}
