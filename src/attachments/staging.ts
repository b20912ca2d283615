import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { enqueue } from '../jobs/enqueueing.ts';
import { Refusal } from '../refusal.ts';
import { isPicture, maxFilesPerMessage, mediaTypeOf, type Attachment, type Slot } from './attachment.ts';
import type { ReceivedFile } from './receiving.ts';
import { removeBytes } from './storing.ts';

/** Files that belong to no message yet wait this long for the form they were chosen for. */
const stagedDays = 7;

/** Records received files as waiting for a message by this account. */
export async function stageFiles(trx: Writing, accountId: number, files: ReceivedFile[]): Promise<Attachment[]> {
	const staged: Attachment[] = [];
	for (const file of files) {
		const { id } = await trx
			.insertInto('attachment')
			.values({
				account_id: accountId,
				slot: file.slot,
				name: file.name,
				media_type: mediaTypeOf(file.name),
				size: file.size,
				sha256: file.sha256,
				stored_as: file.storedAs,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		staged.push({
			id,
			slot: file.slot,
			name: file.name,
			mediaType: mediaTypeOf(file.name),
			size: file.size,
			preview: null,
		});
	}
	return staged;
}

/** The account's own waiting files among these ids, in their order; what is somebody else's does not exist. */
export async function findStaged(db: Reading, accountId: number, ids: string[]): Promise<Attachment[]> {
	const uuids = ids.filter(isUuid);
	if (uuids.length === 0) return [];
	const rows = await db
		.selectFrom('attachment')
		.select(described)
		.where('account_id', '=', accountId)
		.where('claimed_at', 'is', null)
		.where('id', '=', sql<string>`any(${uuids}::uuid[])`)
		.execute();
	return asChosen(rows, ids);
}

/**
 * Gives waiting files of this account to a message, in the same transaction, and has previews made of pictures.
 * Answers them in the order of their ids.
 * @throws Refusal `too-many-files`, `file-gone` (an id that is not his or is used already, be it by somebody faster)
 */
export async function claimFiles(trx: Writing, accountId: number, ids: string[], now: Date): Promise<Attachment[]> {
	const chosen = [...new Set(ids)];
	if (chosen.length > maxFilesPerMessage) throw new Refusal('too-many-files', { most: maxFilesPerMessage });
	if (chosen.length === 0) return [];
	const rows = await trx
		.updateTable('attachment')
		.set({ claimed_at: now })
		.where('account_id', '=', accountId)
		.where('claimed_at', 'is', null)
		.where('id', '=', sql<string>`any(${chosen.filter(isUuid)}::uuid[])`)
		.returning(described)
		.execute();
	if (rows.length < chosen.length) throw new Refusal('file-gone');
	const files = asChosen(rows, chosen);
	for (const file of files)
		if (isPicture(file.mediaType)) await enqueue(trx, 'make-preview', { attachmentId: file.id });
	return files;
}

const described = ['id', 'slot', 'name', 'media_type as mediaType', 'size'] as const;

type Described = Omit<Attachment, 'slot' | 'preview'> & { slot: string };

/** The order in which somebody chose them is not that in which they arrived. */
function asChosen(rows: Described[], ids: string[]): Attachment[] {
	return rows
		.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
		.map((row) => ({ ...row, slot: row.slot as Slot, preview: null }));
}

function isUuid(id: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** Removes one of the account's waiting files. */
export async function discardStaged(db: Reading, accountId: number, id: string): Promise<void> {
	if (!isUuid(id)) throw new Refusal('not-found');
	const row = await db
		.deleteFrom('attachment')
		.where('id', '=', id)
		.where('account_id', '=', accountId)
		.where('claimed_at', 'is', null)
		.returning('stored_as')
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	await removeBytes(row.stored_as);
}

/** Removes files whose form was never sent. */
export async function collectOrphans(db: Reading): Promise<number> {
	const rows = await db
		.deleteFrom('attachment')
		.where('claimed_at', 'is', null)
		.where('created_at', '<', sql<Date>`now() - make_interval(days => ${sql.lit(stagedDays)})`)
		.returning('stored_as')
		.execute();
	await Promise.all(rows.map((row) => removeBytes(row.stored_as)));
	return rows.length;
}
