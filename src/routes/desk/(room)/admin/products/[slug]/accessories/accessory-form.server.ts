import { fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { discardFiles, receiveForm, type ReceivedForm } from '../../../../../../../attachments/receiving.ts';
import { database } from '../../../../../../../database/connection.ts';
import { locales, type Locale } from '../../../../../../../identity/account.ts';
import { refusalWords } from '../../../../../../../refusal-words.ts';
import { Refusal } from '../../../../../../../refusal.ts';
import type { AccessoryFields } from '../../../../../../../units/accessory-changing.ts';
import { keepPicture } from '../../../../../../../units/accessory-picturing.ts';
import { accessoryLimits, type Accessory } from '../../../../../../../units/accessory.ts';
import { fieldErrors, flat, text, typed } from '../../../../../../form.server.ts';

const fileField = 'file.other';
const name = (locale: Locale) => text(accessoryLimits.name, { required: locale === 'en' });
const names = Object.fromEntries(locales.map((locale) => [`name-${locale}`, name(locale)])) as Record<
	`name-${Locale}`,
	ReturnType<typeof name>
>;

export const addForm = z.strictObject({
	...names,
	picture: z.string().regex(/^([a-z-]{1,20}|[0-9a-f]{64})$/),
	after: text(60),
});

const shown = z.string().max(50);
export const changeForm = addForm.extend({ shown });
export const removeForm = z.strictObject({ shown });

/** Where the words of a refusal stand in these forms. */
export const places = { 'name-taken': 'name-en', 'picture-invalid': 'picture' } as const;

/**
 * Receives a form with a picture in it, perhaps. A picture that can be read is kept before the rest is judged, and takes the place of the
 * one that was chosen: a form that comes back has it still.
 */
export async function receiveAccessory<Data extends z.output<typeof addForm>>(
	{ request }: RequestEvent,
	schema: z.ZodType<Data>,
	locale: Locale,
) {
	const form = await receiveForm(request);
	const sent = await pictureOf(form);
	const fields = typeof sent === 'string' ? { ...form.fields, picture: [sent] } : form.fields;
	const values = typed(fields);
	const parsed = schema.safeParse(flat(fields));
	const wrong = sent instanceof Refusal && { [fileField]: refusalWords(sent.code, sent.details, locale) };
	const errors: Record<string, string> = { ...(parsed.success ? {} : fieldErrors(parsed.error, locale)), ...wrong };
	if (parsed.success && !(sent instanceof Refusal)) return { data: parsed.data, values };
	return { values, failure: fail(400, { values, errors }) };
}

/** The hash of the picture that came with a form, why there is none, or nothing where none was sent. */
async function pictureOf({ files, refused }: ReceivedForm): Promise<string | Refusal | undefined> {
	const [wrong] = refused;
	try {
		if (wrong) return new Refusal(wrong.code);
		const [file] = files;
		return file && (await keepPicture(database(), file, new Date()));
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	} finally {
		await discardFiles(files);
	}
}

/** An accessory as it came through `addForm`. */
export function fieldsOf(data: z.output<typeof addForm>): AccessoryFields {
	const named = locales.map((locale) => [locale, data[`name-${locale}`]]).filter(([, words]) => words);
	return { names: { en: data['name-en'], ...Object.fromEntries(named) }, picture: data.picture, after: data.after };
}

/** An accessory as its form shows it. */
export function formOf({ names: named, picture, after }: AccessoryFields): Record<string, string> {
	const shownNames = locales.map((locale) => [`name-${locale}`, named[locale] ?? '']);
	return { ...Object.fromEntries(shownNames), picture, after };
}

/** Accessories as places behind which another stands, in one language. */
export function placesAmong(accessories: Accessory[], locale: Locale) {
	return accessories.map(({ slug, names: named }) => ({ name: slug, label: named[locale] ?? named.en }));
}
