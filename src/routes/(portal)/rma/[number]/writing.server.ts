import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../attachments/receiving.ts';
import { isCountry } from '../../../../customers/country.ts';
import { database, type Writing } from '../../../../database/connection.ts';
import { once } from '../../../../database/submitting.ts';
import type { Account, Locale } from '../../../../identity/account.ts';
import { m } from '../../../../paraglide/messages.js';
import { refusalWords } from '../../../../refusal-words.ts';
import { Refusal, type RefusalCode } from '../../../../refusal.ts';
import { completeForm, keepForm, saveForm } from '../../../../rma/completing.ts';
import { listItems } from '../../../../rma/finding.ts';
import { accessoryFields, earliestPurchase, fieldOf, formOf, isPurchaseDay } from '../../../../rma/form-fields.ts';
import type { AskedItem, Values } from '../../../../rma/form-fields.ts';
import { accessoryAnswers, contactFields, formLimits, missingFrom } from '../../../../rma/form.ts';
import type { Form, Missing } from '../../../../rma/form.ts';
import type { Showing } from '../../../../tickets/drafting.ts';
import { formatDay } from '../../../../ui/format.ts';
import { rmaOf } from '../../../addressed-rma.server.ts';
import { fieldErrors, flat, showingFields, showingOf, text } from '../../../form.server.ts';
import { asCustomer, doneBy } from '../../../request.server.ts';
import { todayIn } from './today.server.ts';

/** The form as its page shows it again: what was typed, and what is wrong, in words by field. */
type Wrong = { status: number; values: Values; errors: Record<string, string>; code?: RefusalCode };
type Written =
	| { form: Form; values: Values; version: number; key?: string; showing?: Showing; wrong?: undefined }
	| { wrong: Wrong };

/** Every field that there is for these items, and none besides. */
function schemaFor(items: AskedItem[], today: string) {
	const contact = contactFields
		.filter((field) => field !== 'country')
		.map((field) => [field, text(formLimits[field])] as const);
	const ofItems = items.flatMap((item) => [
		[
			`purchased-${item.nth}`,
			z
				.string()
				.refine((day) => isPurchaseDay(day, today))
				.default(''),
		] as const,
		[`fault-${item.nth}`, text(formLimits.fault, { lines: true })] as const,
		...accessoryFields(item).map(({ field }) => [field, z.enum(accessoryAnswers).optional()] as const),
	]);
	const shape: Record<string, z.ZodType<string | undefined>> = {
		...Object.fromEntries([...contact, ...ofItems]),
		country: z
			.string()
			.refine((code) => code === '' || isCountry(code))
			.default(''),
		declared: z.literal('on').optional(),
		version: z.string().regex(/^\d{1,9}$/),
		...showingFields,
	};
	return z.strictObject(shape);
}

/** Without the answers about what has gone from the product since the page was loaded. */
function stillAsked(fields: Record<string, string[]>, items: AskedItem[]): Record<string, string[]> {
	const asked = new Set(items.flatMap(accessoryFields).map(({ field }) => field));
	const numbers = new Set(items.map(({ nth }) => String(nth)));
	const isGone = (name: string) => {
		const [, nth = ''] = /^accessory-(\d{1,3})-[\w-]+$/.exec(name) ?? [];
		return numbers.has(nth) && !asked.has(name);
	};
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !isGone(name)));
}

async function receive(event: RequestEvent, items: AskedItem[], { locale, timeZone }: Account): Promise<Written> {
	const fields = stillAsked(await receiveText(event.request), items);
	const schema = schemaFor(items, todayIn(timeZone, new Date()));
	const known = Object.keys(schema.shape).filter((name) => name !== 'version' && !(name in showingFields));
	const typed = known.map((name) => [name, fields[name]?.at(-1)?.toWellFormed().replaceAll('\0', '')]);
	const values: Values = Object.fromEntries(typed.filter(([, value]) => value !== undefined));
	const { data, error } = schema.safeParse(flat(fields));
	if (error) return { wrong: { status: 400, values, errors: wrongFields(error, locale) } };
	const { version, key } = data;
	return { form: formOf(data, items), values, version: Number(version), key, showing: showingOf(data) };
}

function wrongFields(error: z.ZodError, locale: Locale): Record<string, string> {
	const dayWrong = m.rma_form_day_wrong({ from: formatDay(earliestPurchase, locale) }, { locale });
	const errors = Object.entries(fieldErrors(error, locale));
	return Object.fromEntries(
		errors.map(([field, words]) => [field, field.startsWith('purchased-') ? dayWrong : words]),
	);
}

/** Does the work in one transaction; a refusal comes back with what was typed. */
async function attempting(
	{ values, locale }: { values: Values; locale: Locale },
	work: (trx: Writing) => Promise<Record<string, string>>,
): Promise<Wrong | null> {
	try {
		const errors = await database().transaction().execute(work);
		return Object.keys(errors).length > 0 ? { status: 400, values, errors } : null;
	} catch (error) {
		if (!(error instanceof Refusal) || error.code === 'not-found' || error.code === 'not-allowed') throw error;
		const { status, code, details } = error;
		return { status, code, values, errors: { form: refusalWords(code, details, locale) } };
	}
}

/** Keeps what the form says so far. Answers what is wrong with it, or null. */
export async function keepWritten(event: RequestEvent): Promise<Wrong | null> {
	const { actor, account } = asCustomer(event);
	const rma = await rmaOf(event, actor);
	const written = await receive(event, await listItems(database(), rma, account.locale), account);
	if (written.wrong) return written.wrong;
	return attempting({ ...account, values: written.values }, async (trx) => {
		await keepForm(trx, actor, { ...written, number: rma.number }, new Date());
		return {};
	});
}

/** Saves the form and shows it again. */
export async function save(event: RequestEvent) {
	const wrong = await keepWritten(event);
	if (wrong) return again('save', wrong);
	return redirect(303, `/rma/${event.params['number']}?done=saved#form`);
}

/** Keeps what was typed, and completes it where nothing is missing; a second post of the same form finds it done. */
export async function complete(event: RequestEvent) {
	const { actor, account } = asCustomer(event);
	const rma = await rmaOf(event, actor);
	const items = await listItems(database(), rma, account.locale);
	const written = await receive(event, items, account);
	if (written.wrong) return again('complete', written.wrong);
	const { form, values, key, version } = written;
	const missing = missingFrom(form, items);
	const wrong = await attempting({ ...account, values }, async (trx) => {
		if (missing.length > 0) await keepForm(trx, actor, { number: rma.number, form }, new Date());
		else
			await once(trx, account.id, key, async () => {
				await saveForm(trx, actor, rma.number, form);
				const shown = { number: rma.number, version };
				await completeForm(trx, { customer: actor, by: doneBy(event) }, shown, new Date());
				return rma.number;
			});
		return Object.fromEntries(missing.map((one) => [fieldOf(one), missingWords(one, account.locale)]));
	});
	if (wrong) return again('complete', wrong);
	return redirect(303, `/rma/${rma.number}?done=completed`);
}

function missingWords({ what }: Missing, locale: Locale): string {
	if (what === 'declared') return m.rma_form_tick({}, { locale });
	if (what.startsWith('accessory ')) return m.rma_form_choose({}, { locale });
	return m.field_required({}, { locale });
}

function again(action: 'save' | 'complete', { status, values, errors }: Wrong) {
	return fail(status, { action, values, errors });
}
