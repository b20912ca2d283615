import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../attachments/receiving.ts';
import { database } from '../../database/connection.ts';
import { Refusal } from '../../refusal.ts';
import { emptyDraft, keepDraft } from '../../tickets/drafting.ts';
import { formatTime } from '../../ui/format.ts';
import { flat, showingFields, showingOf, typed } from '../form.server.ts';
import { asWriter } from '../request.server.ts';
import type { RequestHandler } from './$types';

const saved = z.object({
	place: z.string().regex(/^((ticket|note):\d{1,15}|new:[a-z0-9-]{1,40}(:[^\0]{1,64})?)$/),
	...showingFields,
});

/** Keeps what is being written: the form's own fields, and `place` for where it belongs. Empty fields throw the draft away. */
export const POST: RequestHandler = async (event) => {
	const { account } = asWriter(event);
	const { attached = [], ...posted } = await receiveText(event.request);
	const parsed = saved.safeParse(flat(posted));
	if (!parsed.success || attached.length > 100) throw new Refusal('form-invalid');
	const { place, key, turn, seen } = parsed.data;
	const showing = showingOf({ key, turn, seen });
	const own = Object.entries(typed(posted)).filter(([name]) => !(name in saved.shape));
	const fields = Object.fromEntries(own);
	const now = new Date();
	if (Object.values(fields).every((value) => !value.trim()) && attached.length === 0)
		await emptyDraft(database(), account.id, place, showing);
	else await keepDraft(database(), account.id, place, { fields, attached, showing }, now);
	return json({ at: formatTime(now, now, account.locale, account.timeZone) });
};
