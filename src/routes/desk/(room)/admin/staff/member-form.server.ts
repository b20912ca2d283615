import { fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveText } from '../../../../../attachments/receiving.ts';
import { locales, type Locale } from '../../../../../identity/account.ts';
import { roles } from '../../../../../identity/actor.ts';
import { Refusal } from '../../../../../refusal.ts';
import { addressedId } from '../../../../../database/addressed-id.ts';
import { fieldErrors, flat, text, typed } from '../../../../form.server.ts';

export const zones = Intl.supportedValuesOf('timeZone');

const memberFields = {
	name: text(200, { required: true }),
	role: z.enum(roles, 'required'),
	branch: z.array(z.string().max(100)).max(100),
};

/** `shown`: the stamp of what the form showed. */
export const changeForm = z.strictObject({ ...memberFields, shown: z.string().max(50) });

export const invitationForm = z.strictObject({
	...memberFields,
	email: text(254, { required: true }),
	language: z.enum(locales),
	/** '': the branch's. */
	zone: z.enum(['', ...zones]),
});

/** Where the words of a refusal stand in these forms. */
export const places = {
	'email-invalid': 'email',
	'email-taken': 'email',
	'branch-needed': 'branch',
	'last-administrator': 'role',
} as const;

/** Receives a form in which `branch` stands as often as branches are chosen; shown again, their slugs stand in one value. */
export async function receiveMember<Schema extends z.ZodType>(event: RequestEvent, schema: Schema, locale: Locale) {
	const fields = await receiveText(event.request);
	const chosen = fields['branch'] ?? [];
	const values: Record<string, string> = { ...typed(fields), branch: chosen.join(' ').toWellFormed() };
	const parsed = schema.safeParse({ ...flat(fields), branch: chosen });
	if (parsed.success) return { data: parsed.data, values };
	return { values, failure: fail(400, { values, errors: fieldErrors(parsed.error, locale) }) };
}

/** The member that an address names. @throws Refusal `not-found` */
export function memberOf(event: RequestEvent): number {
	const id = addressedId(event.params['id']);
	if (!id) throw new Refusal('not-found');
	return id;
}
