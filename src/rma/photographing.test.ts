import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import { asTechnician, auditorOf, authorised, completed, shown } from '../../tests/sending.ts';
import { addPhotos, findPhoto, listPhotos } from './photographing.ts';
import { receive, refuse } from './receiving.ts';

/** A file of this account that waits for its form. */
async function waiting(trx: Writing, accountId: number, name = 'parcel.jpg'): Promise<string> {
	const media_type = name.endsWith('.jpg') ? 'image/jpeg' : 'application/pdf';
	const bytes = { size: 4, sha256: Buffer.alloc(32), stored_as: `00/${crypto.randomUUID()}` };
	const { id } = await trx
		.insertInto('attachment')
		.values({ account_id: accountId, slot: 'other', name, media_type, ...bytes })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

describe('a photograph of a parcel', () => {
	test('is seen by its sender and at its branch, and by nobody else', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		const id = await waiting(trx, actor.id);
		await addPhotos(trx, asTechnician(actor), number, [id], clock.now);
		expect(await listPhotos(trx, { number })).toMatchObject([{ id, name: 'parcel.jpg', by: cast.technician.name }]);
		for (const one of [cast.master, cast.technician, cast.supervisor])
			expect(await findPhoto(trx, one.actor, id)).toMatchObject({ mediaType: 'image/jpeg' });
		for (const one of [cast.slave, cast.stranger, cast.technicianFrance])
			await expect(findPhoto(trx, one.actor, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(findPhoto(trx, actor, 'no id')).rejects.toMatchObject({ code: 'not-found' });
	});

	test('is added by technicians of its branch, from files of their own', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const theirs = await waiting(trx, cast.supervisor.actor.id);
		for (const [actor, code] of [
			[cast.technician.actor, 'file-gone'],
			[cast.technicianFrance.actor, 'not-found'],
			[auditorOf(cast), 'not-allowed'],
		] as const)
			await expect(addPhotos(trx, asTechnician(actor), number, [theirs], clock.now)).rejects.toMatchObject({ code });
	});

	test('is a picture', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		const id = await waiting(trx, actor.id, 'invoice.pdf');
		await expect(addPhotos(trx, asTechnician(actor), number, [id], clock.now)).rejects.toMatchObject({
			code: 'rma-photo-invalid',
		});
	});

	test('is taken while the parcel is here too', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const { actor } = cast.technician;
		const found = { present: ['1'] };
		await receive(trx, asTechnician(actor), await shown(trx, actor, number), found, clock.now);
		await addPhotos(trx, asTechnician(actor), number, [await waiting(trx, actor.id)], clock.now);
		expect(await listPhotos(trx, { number })).toHaveLength(1);
	});

	test('is not added once the parcel is refused', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const { actor } = cast.technician;
		await refuse(trx, asTechnician(actor), await shown(trx, actor, number), { reason: 'Rotto' }, clock.now);
		const late = addPhotos(trx, asTechnician(actor), number, [await waiting(trx, actor.id)], clock.now);
		await expect(late).rejects.toMatchObject({ code: 'rma-elsewhere' });
	});
});
