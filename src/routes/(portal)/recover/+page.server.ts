import { fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../attachments/receiving.ts';
import { config } from '../../../config.server.ts';
import { askRecovery } from '../../../customers/recovering.ts';
import { database } from '../../../database/connection.ts';
import { fieldErrors, flat, text, typed } from '../../form.server.ts';
import { orRefused } from '../../entering.server.ts';
import { listOffices } from '../../offices.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where one says whose password is lost: the portal's address and every branch's telephone stand on it (product.md E7). */
export const load: PageServerLoad = async ({ locals }) => ({
	offices: await listOffices(locals.locale),
	origin: config().origin,
});

const recoverForm = z.strictObject({
	email: text(254, { required: true }),
	identity: text(100, { required: true }),
});

export const actions: Actions = {
	async default(event: RequestEvent) {
		const fields = await receiveText(event.request);
		const values = typed(fields);
		const parsed = recoverForm.safeParse(flat(fields));
		const again = (status: number, errors: Record<string, string>, problem = '') =>
			fail(status, { sent: false, values, errors, problem });
		if (!parsed.success) return again(400, fieldErrors(parsed.error, event.locals.locale));
		const asked = { ...parsed.data, address: event.getClientAddress() };
		const answered = await orRefused(event, () => askRecovery(database(), asked, new Date()));
		if ('problem' in answered) return again(answered.status, {}, answered.problem);
		// The same for everybody, and before anything was looked up (product.md E4).
		return { sent: true, values: {} as Record<string, string>, errors: {} as Record<string, string>, problem: '' };
	},
};
