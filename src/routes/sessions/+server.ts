import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../attachments/receiving.ts';
import { database } from '../../database/connection.ts';
import { endOtherSessions, endSession } from '../../identity/session-listing.ts';
import { Refusal } from '../../refusal.ts';
import { profileOf } from '../factoring.server.ts';
import { flat } from '../form.server.ts';
import { asAnybody, doneBy } from '../request.server.ts';
import type { RequestHandler } from './$types';

const ending = z.strictObject({ end: z.union([z.uuid(), z.literal('others')]) });

/** Ends one of one's own sessions (`end` is its id) or all `others`, and goes back to their list. */
export const POST: RequestHandler = async (event) => {
	const { account } = asAnybody(event);
	const form = ending.safeParse(flat(await receiveText(event.request)));
	if (!form.success) throw new Refusal('form-invalid');
	const { end } = form.data;
	const by = doneBy(event);
	await database()
		.transaction()
		.execute(async (trx) =>
			end === 'others' ? endOtherSessions(trx, account, by) : endSession(trx, account.id, end, by),
		);
	redirect(303, `${profileOf(account)}#sessions`);
};

// Who comes here by the address bar, or back from the login, wants the list.
export const GET: RequestHandler = (event) => redirect(303, `${profileOf(asAnybody(event).account)}#sessions`);
