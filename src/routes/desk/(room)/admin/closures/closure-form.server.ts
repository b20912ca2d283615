import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { closureKinds } from '../../../../../branches/closure.ts';
import { addressedId } from '../../../../../database/addressed-id.ts';
import { Refusal } from '../../../../../refusal.ts';
import { text } from '../../../../form.server.ts';
import { textFields } from '../texts-form.server.ts';

/** A checkbox that is not chosen does not arrive. */
const checkbox = z
	.literal('on')
	.optional()
	.transform((value) => value === 'on');

const extentFields = {
	/** A branch by its slug; '': every one. */
	branch: text(100),
	'start-day': text(20),
	'start-time': text(20),
	'end-day': text(20),
	'end-time': text(20),
	'no-tickets': checkbox,
	'no-messages': checkbox,
	'portal-off': checkbox,
	reason: text(500, { lines: true }),
	...textFields,
};

const kind = z.enum(closureKinds);
const planned = z.enum(['planned', 'unplanned']);
const key = z.string().regex(/^[\w-]{8,100}$/);
const version = z
	.string()
	.regex(/^[1-9]\d{0,8}$/)
	.transform(Number);

/** A new closure. Publishing it needs the form's key, so that sent twice it is one. */
export const planForm = z.strictObject({ ...extentFields, kind, planned, key });

/** What of a closure changes, and the version that was shown. */
export const changeForm = z.strictObject({ ...extentFields, version });

export const cancelForm = z.strictObject({ version });

export type Extent = Omit<z.output<typeof changeForm>, 'version'>;

/** Where the words of a refusal stand in these forms. */
export const places = { 'closure-too-soon': 'start-day', 'closure-times-wrong': 'end-day' } as const;

/** The closure that an address names. @throws Refusal `not-found` */
export function closureOf({ params }: RequestEvent): number {
	const id = addressedId(params['id']);
	if (id === undefined) throw new Refusal('not-found');
	return id;
}
