import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { receiveText } from '../../../attachments/receiving.ts';
import { database, type Writing } from '../../../database/connection.ts';
import { proveOwner } from '../../../identity/proving.ts';
import { refusalWords } from '../../../refusal-words.ts';
import { Refusal } from '../../../refusal.ts';
import { fieldErrors, flat, typed } from '../../form.server.ts';
import { asCustomer, doneBy } from '../../request.server.ts';

export const sections = ['contact', 'language', 'email', 'notices', 'factors'] as const;
export type Section = (typeof sections)[number];

type Change<Schema extends z.ZodType> = {
	section: Section;
	schema: Schema;
	make: (trx: Writing, form: z.output<Schema>) => Promise<unknown>;
};

// Which field a refusal of the verbs is about.
const fieldOf: Partial<Record<Refusal['code'], string>> = { 'email-invalid': 'email', 'password-wrong': 'current' };

/**
 * Receives the form of one section, makes its change and shows the section again. A form with a field `current` proves first who sits
 * there. A refused form comes back with what was typed, but for the password.
 */
export async function change<Schema extends z.ZodType>(event: RequestEvent, { section, schema, make }: Change<Schema>) {
	const { account } = asCustomer(event);
	const fields = await receiveText(event.request);
	const { current: _, ...values } = typed(fields);
	const again = (status: number, errors: Record<string, string>) => fail(status, { section, values, errors });
	const parsed = schema.safeParse(flat(fields));
	if (!parsed.success) return again(400, fieldErrors(parsed.error, account.locale));
	const form = parsed.data;
	try {
		// Slow on purpose, so before the transaction.
		if (hasProof(form)) {
			const owner = { id: account.id, sessionId: account.sessionId, typed: form.current };
			await proveOwner(database(), { ...owner, address: doneBy(event).address }, new Date());
		}
		await database()
			.transaction()
			.execute((trx) => make(trx, form));
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { retryAfter } = error.details;
		if (retryAfter) event.setHeaders({ 'retry-after': String(retryAfter) });
		const words = refusalWords(error.code, error.details, account.locale);
		return again(error.status, { [fieldOf[error.code] ?? 'form']: words });
	}
	return redirect(303, `/profile?saved=${section}#${section}`);
}

function hasProof(form: unknown): form is { current: string } {
	return typeof form === 'object' && form !== null && 'current' in form;
}
