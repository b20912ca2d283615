import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { addressedId } from '../../../../database/addressed-id.ts';
import { database } from '../../../../database/connection.ts';
import { once } from '../../../../database/submitting.ts';
import { refusalWords } from '../../../../refusal-words.ts';
import { Refusal } from '../../../../refusal.ts';
import { receiveForm } from '../../../../attachments/receiving.ts';
import { queuePlace, readInHand, readQueue } from '../../../../tickets/queueing.ts';
import type { QueueRow } from '../../../../tickets/ticket.ts';
import { take, takeNext } from '../../../../tickets/taking.ts';
import { formatDateTime, formatDuration } from '../../../../ui/format.ts';
import { carried } from '../../../form.server.ts';
import { currentOffices } from '../../../offices.server.ts';
import { asStaff } from '../../../request.server.ts';
import { receiveTyped } from '../../../typed-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The queue in handling order, with how long each waits in its branch's working time (product.md D1), or with `?show=mine` what the technician has in hand. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	const mine = event.url.searchParams.get('show') === 'mine';
	const now = new Date();
	const after = queuePlace(event.url.searchParams.get('after') ?? '');
	const { rows, next } = mine
		? { rows: await readInHand(database(), actor), next: null }
		: await readQueue(database(), actor, after);
	const { offices } = await currentOffices();
	const calendars = new Map(offices.map(({ branch, calendar }) => [branch.id, calendar]));
	const shown = ({ queuedAt, branchId, ...row }: QueueRow) => ({
		...row,
		queued: {
			at: queuedAt.toISOString(),
			text: formatDateTime(queuedAt, account.locale, account.timeZone),
			waited: formatDuration(calendars.get(branchId)?.minutesBetween(queuedAt, now) ?? 0, account.locale),
		},
	});
	return { mine, rows: rows.map(shown), next, first: after === null, key: randomUUID() };
};

const nextForm = z.strictObject({ key: carried.key });

export const actions: Actions = {
	async next(event) {
		const { actor, account } = asStaff(event, 'support');
		const { data } = await receiveTyped(event, nextForm, account.locale);
		if (!data) throw new Refusal('form-invalid');
		const number = await database()
			.transaction()
			.execute((trx) => once(trx, account.id, data.key, () => takeNext(trx, actor, new Date())));
		if (number === null) return fail(404, { nothingWaits: true });
		redirect(303, `/desk/tickets/${number}`);
	},

	async take(event) {
		const { actor, account } = asStaff(event, 'support');
		const { fields } = await receiveForm(event.request);
		const number = addressedId(fields['number']?.at(-1));
		if (!number) throw new Refusal('not-found');
		try {
			await database()
				.transaction()
				.execute((trx) => take(trx, actor, number, new Date()));
		} catch (error) {
			if (!(error instanceof Refusal) || error.status !== 409) throw error;
			return fail(409, { number, problem: refusalWords(error.code, error.details, account.locale) });
		}
		redirect(303, `/desk/tickets/${number}`);
	},
};
