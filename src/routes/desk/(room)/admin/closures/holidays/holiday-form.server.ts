import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../../attachments/receiving.ts';
import type { Locale } from '../../../../../../identity/account.ts';
import { m } from '../../../../../../paraglide/messages.js';
import { fieldErrors, flat, typed } from '../../../../../form.server.ts';
import type { TypedForm } from '../../../../../typed-form.server.ts';

const acceptForm = z.strictObject({ date: z.array(z.iso.date()).max(366) });

type ReceivedDates = { values: Record<string, string> } & (
	| { dates: Set<string>; failure?: undefined }
	| { dates?: undefined; failure: ActionFailure<TypedForm> }
);

/** Receives a form in which `date` stands as often as days are chosen; shown again, they stand in one value. */
export async function receiveDates(event: RequestEvent, locale: Locale): Promise<ReceivedDates> {
	const fields = await receiveText(event.request);
	const chosen = fields['date'] ?? [];
	const values: Record<string, string> = { ...typed(fields), date: chosen.join(' ').toWellFormed() };
	const refused = (errors: Record<string, string>) => ({ values, failure: fail(400, { values, errors }) });
	const parsed = acceptForm.safeParse({ ...flat(fields), date: chosen });
	if (!parsed.success) return refused(fieldErrors(parsed.error, locale));
	if (chosen.length === 0) return refused({ form: m.holidays_choose({}, { locale }) });
	return { values, dates: new Set(parsed.data.date) };
}
