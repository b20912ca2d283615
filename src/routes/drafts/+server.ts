import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../attachments/receiving.ts';
import { database } from '../../database/connection.ts';
import { Refusal } from '../../refusal.ts';
import { forgetDraft, keepDraft } from '../../tickets/drafting.ts';
import { formatTime } from '../../ui/format.ts';
import { typed } from '../form.server.ts';
import { asWriter } from '../request.server.ts';
import type { RequestHandler } from './$types';

const place = z.string().regex(/^(ticket:\d{1,15}|new:[a-z0-9-]{1,40}(:[^\0]{1,64})?)$/);

/** Keeps what is being written: the form's own fields, and `place` for where it belongs. Empty fields throw the draft away. */
export const POST: RequestHandler = async (event) => {
	const { account } = asWriter(event);
	const { place: named = [], attached = [], ...fields } = await receiveText(event.request);
	const where = place.safeParse(named.at(-1));
	if (!where.success || attached.length > 100) throw new Refusal('form-invalid');
	const values = typed(fields);
	const now = new Date();
	if (Object.values(values).every((value) => !value.trim()) && attached.length === 0)
		await forgetDraft(database(), account.id, where.data);
	else await keepDraft(database(), account.id, where.data, { fields: values, attached }, now);
	return json({ at: formatTime(now, now, account.locale, account.timeZone) });
};
