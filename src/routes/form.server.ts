import { z } from 'zod';
import { refusalWords } from '../refusal-words.ts';
import { Refusal } from '../refusal.ts';
import type { Attachment } from '../attachments/attachment.ts';
import { discardFiles, receiveForm, type RefusedFile } from '../attachments/receiving.ts';
import { findStaged, stageFiles } from '../attachments/staging.ts';
import { database } from '../database/connection.ts';
import type { Account, Locale } from '../identity/account.ts';
import type { Showing } from '../tickets/drafting.ts';
import { m } from '../paraglide/messages.js';

/** A form as its page shows it again: what was typed, what is wrong (in words, by field), which files have arrived. */
export type FilledForm = { values: Record<string, string>; errors: Record<string, string>; staged: Attachment[] };

/** A text field of one line, of several with `lines`, whose ends are one character. Spaces around it do not count. */
export function text(most: number, { lines = false, required = false } = {}) {
	const storable = z.string().refine((value) => value.isWellFormed() && !value.includes('\0'), 'characters');
	const field = storable
		.transform((value) => (lines ? value.replace(/\r\n?/g, '\n') : value.replace(/[\r\n\t]+/g, ' ')).trim())
		.pipe(
			z
				.string()
				.min(required ? 1 : 0, 'required')
				.max(most, 'too-long'),
		);
	return required ? field : field.default('');
}

/** Fields that every form with files may carry besides its own. */
export const carried = {
	key: z
		.string()
		.regex(/^[\w-]{8,100}$/)
		.optional(),
	format: z.enum(['html', 'text']).default('text'),
	attached: z.array(z.uuid()).default([]),
};

/** Fields of a form that is kept while it is being written, besides its own. */
export const showingFields = {
	key: carried.key,
	turn: z
		.string()
		.regex(/^\d{1,9}$/)
		.optional(),
	seen: z.union([z.literal(''), z.iso.datetime()]).optional(),
};

/** Which showing of a form these fields come from; none of one that carries no turn. */
export function showingOf({
	key,
	turn,
	seen,
}: Partial<Record<keyof typeof showingFields, string>>): Showing | undefined {
	return key && turn ? { key, turn: Number(turn), seen } : undefined;
}

/** Each field's single value; `attached` keeps all of its own. */
export function flat(fields: Record<string, string[]>): Record<string, string | string[]> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, values]) => [name, name === 'attached' ? values : (values.at(-1) ?? '')]),
	);
}

/** The typed values of a form, as strings, to be shown again. Our fields have plain names: what has another was typed by nobody. */
export function typed(fields: Record<string, string[]>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([name]) => /^[a-z]+(-[a-z0-9]+)?$/.test(name) && name !== 'attached' && name !== 'key')
			.map(([name, values]) => [name, (values.at(-1) ?? '').toWellFormed().replaceAll('\0', '')]),
	);
}

/** Words for each field that does not fit its schema. */
export function fieldErrors(error: z.ZodError, locale: Locale): Record<string, string> {
	return Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? 'form'), problem(issue, locale)]));
}

function problem(issue: z.core.$ZodIssue, locale: Locale): string {
	if (issue.code === 'too_big') return m.field_too_long({ most: Number(issue.maximum) }, { locale });
	if (issue.message === 'required' || issue.code === 'invalid_type') return m.field_required({}, { locale });
	if (issue.message === 'characters') return m.field_characters({}, { locale });
	return m.refusal_form_invalid({}, { locale });
}

export type Posted = {
	fields: Record<string, string[]>;
	staged: Attachment[];
	errors: Record<string, string>;
	status: number;
};

/**
 * Receives a form with files: each is on disk and recorded as waiting before anything else is looked at, so that a form
 * refused for any reason comes back with its files.
 */
export async function receivePosted(request: Request, account: Account): Promise<Posted> {
	const form = await receiveForm(request);
	const ids = form.fields['attached'] ?? [];
	const before = await findStaged(database(), account.id, ids);
	const arrived = await database()
		.transaction()
		.execute((trx) => stageFiles(trx, account.id, form.files))
		.catch(async (error: unknown) => {
			await discardFiles(form.files);
			throw error;
		});
	const errors = Object.fromEntries(form.refused.map((file) => [file.field, refusedFile(file, account.locale)]));
	const status = form.refused.some((file) => new Refusal(file.code).status === 413) ? 413 : 400;
	return {
		fields: { ...form.fields, attached: [...ids, ...arrived.map((file) => file.id)] },
		staged: [...before, ...arrived],
		errors,
		status,
	};
}

function refusedFile(file: RefusedFile, locale: Locale): string {
	const name = file.name.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}');
	return m.file_refused(
		{ name: name.length > 60 ? `${name.slice(0, 59)}…` : name, reason: refusalWords(file.code, {}, locale) },
		{ locale },
	);
}

/** The refused form, ready to be shown again. */
export function refused(posted: Posted, errors: Record<string, string>): FilledForm {
	return { values: typed(posted.fields), errors: { ...posted.errors, ...errors }, staged: posted.staged };
}
