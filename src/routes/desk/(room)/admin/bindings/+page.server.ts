import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../attachments/receiving.ts';
import { database } from '../../../../../database/connection.ts';
import { may } from '../../../../../identity/actor.ts';
import { refusalWords } from '../../../../../refusal-words.ts';
import { Refusal } from '../../../../../refusal.ts';
import { decideBinding } from '../../../../../units/binding.ts';
import { listRequests, mostRequestsShown } from '../../../../../units/requesting.ts';
import { formatDateTime } from '../../../../../ui/format.ts';
import { flat } from '../../../../form.server.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Masters who wait to have a unit bound to them, the longest first. Auditors read. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event);
	if (!may(actor, 'register') && !may(actor, 'inspect')) throw new Refusal('not-allowed');
	const requests = await listRequests(database(), actor);
	const done = event.url.searchParams.get('done');
	return {
		requests: requests.map(({ at, unitId: _, ...request }) => ({
			...request,
			time: { at: at.toISOString(), text: formatDateTime(at, account.locale, account.timeZone) },
		})),
		most: mostRequestsShown,
		mayDecide: may(actor, 'register'),
		done: (['accepted', 'declined'] as const).find((one) => one === done) ?? null,
	};
};

const decision = z.strictObject({
	id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
	decision: z.enum(['accepted', 'declined']),
});

export const actions: Actions = {
	async decide(event) {
		const { actor, account } = asStaff(event, 'register');
		const parsed = decision.safeParse(flat(await receiveText(event.request)));
		const again = (status: number, code: Refusal['code']) =>
			fail(status, { problem: refusalWords(code, {}, account.locale) });
		if (!parsed.success) return again(400, 'form-invalid');
		const { id, decision: decided } = parsed.data;
		try {
			await database()
				.transaction()
				.execute((trx) =>
					decideBinding(trx, actor, { requestId: id, decision: decided }, doneBy(event), new Date()),
				);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
			return again(error.status, error.code);
		}
		return redirect(303, `/desk/admin/bindings?done=${decided}`);
	},
};
