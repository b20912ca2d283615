import type { By } from '../audit/entry.ts';
import { record as audit } from '../audit/recording.ts';
import { claimFiles } from '../attachments/staging.ts';
import type { Reading, Writing } from '../database/connection.ts';
import type { Actor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { mustWork } from '../tickets/taking.ts';
import { lockRma, rmasVisibleTo } from './finding.ts';
import { mayBePhotographed, photoTypes, type Photo } from './photo.ts';
import type { Rma } from './rma.ts';

/**
 * Adds photographs that this technician has sent ahead, while the parcel is here or on the table.
 * @throws Refusal `not-found`, `not-allowed`, `rma-elsewhere`, `rma-photo-invalid`, `too-many-files`, `file-gone`
 */
export async function addPhotos(
	trx: Writing,
	{ technician, by }: { technician: StaffActor; by: By },
	number: number,
	attachmentIds: string[],
	now: Date,
): Promise<void> {
	mustWork(technician);
	const { state } = await lockRma(trx, technician, number);
	if (!mayBePhotographed(state)) throw new Refusal('rma-elsewhere', { state });
	const files = await claimFiles(trx, technician.id, attachmentIds, now);
	if (files.length === 0) return;
	if (!files.every(({ mediaType }) => photoTypes.some((type) => type === mediaType)))
		throw new Refusal('rma-photo-invalid');
	const taken = { rma_number: number, account_id: technician.id, taken_at: now };
	await trx
		.insertInto('rma_photo')
		.values(files.map(({ id }) => ({ ...taken, attachment_id: id })))
		.execute();
	await audit(trx, by, {
		action: 'rma-photographed',
		subject: `rma:${number}`,
		after: { photos: files.map(({ name }) => name) },
	});
}

/** The photographs of an RMA that the caller has found as himself, in the order in which they were taken. */
export async function listPhotos(db: Reading, { number }: Pick<Rma, 'number'>): Promise<Photo[]> {
	const rows = await db
		.selectFrom('rma_photo as p')
		.innerJoin('attachment as f', 'f.id', 'p.attachment_id')
		.innerJoin('staff as s', 's.id', 'p.account_id')
		.select(['f.id', 'f.name', 'p.taken_at as takenAt', 's.name as by'])
		.select(['f.preview_as as previewAs', 'f.preview_width as width', 'f.preview_height as height'])
		.where('p.rma_number', '=', number)
		.orderBy('p.taken_at')
		.orderBy('f.created_at')
		.execute();
	return rows.map(({ previewAs, width, height, ...photo }) => ({
		...photo,
		preview: previewAs && width && height ? { width, height } : null,
	}));
}

/** A photograph as it is stored, for whoever may see its RMA: its sender, and the staff of its branch. @throws Refusal `not-found` */
export async function findPhoto(db: Reading, actor: Actor, id: string) {
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Refusal('not-found');
	const photo = await rmasVisibleTo(db, actor)
		.innerJoin('rma_photo as p', 'p.rma_number', 'r.number')
		.innerJoin('attachment as f', 'f.id', 'p.attachment_id')
		.select(['f.name', 'f.media_type as mediaType', 'f.size', 'f.stored_as as storedAs', 'f.preview_as as previewAs'])
		.where('f.id', '=', id)
		.executeTakeFirst();
	if (!photo) throw new Refusal('not-found');
	return photo;
}
