import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { receiveText } from '../attachments/receiving.ts';
import { database, type Writing } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import { refusalWords } from '../refusal-words.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { fieldErrors, flat, typed } from './form.server.ts';

/** A form without files as its page shows it again: what was typed, and what is wrong, in words by field. */
export type TypedForm = { values: Record<string, string>; errors: Record<string, string> };

type Received<Data> =
	| { data: Data; values: Record<string, string>; failure?: undefined }
	| { data?: undefined; values: Record<string, string>; failure: ActionFailure<TypedForm> };

/** Receives a form by its schema; one that does not fit comes back with what was typed. */
export async function receiveTyped<Schema extends z.ZodType>(
	event: RequestEvent,
	schema: Schema,
	locale: Locale,
): Promise<Received<z.output<Schema>>> {
	const fields = await receiveText(event.request);
	const values = typed(fields);
	const parsed = schema.safeParse(flat(fields));
	if (parsed.success) return { data: parsed.data, values };
	return { values, failure: fail(400, { values, errors: fieldErrors(parsed.error, locale) }) };
}

/** Where the words of each refusal stand in a form; those of others stand above it. */
type Places = Partial<Record<RefusalCode, string>>;

type Shown = {
	values: Record<string, string>;
	locale: Locale;
	places?: Places;
	/** What comes before, outside of the transaction: a try that is refused has still been counted. */
	first?: () => Promise<void>;
};

/** Does the work of a form in one transaction. A refusal comes back with what was typed; what one may not see or do stays an error. */
export async function attempt<Outcome>(
	event: RequestEvent,
	work: (trx: Writing) => Promise<Outcome>,
	{ values, locale, places = {}, first }: Shown,
): Promise<{ outcome: Outcome; failure?: undefined } | { outcome?: undefined; failure: ActionFailure<TypedForm> }> {
	try {
		await first?.();
		return { outcome: await database().transaction().execute(work) };
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found' || error.code === 'not-allowed') throw error;
		const { retryAfter } = error.details;
		if (retryAfter) event.setHeaders({ 'retry-after': String(retryAfter) });
		const words = refusalWords(error.code, error.details, locale);
		const field = error.details['field'] ?? places[error.code] ?? 'form';
		return { failure: fail(error.status, { values, errors: { [field]: words } }) };
	}
}
