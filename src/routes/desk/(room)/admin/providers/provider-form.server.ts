import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { Refusal } from '../../../../../refusal.ts';
import { addressedId } from '../../../../../database/addressed-id.ts';
import { providerLimits } from '../../../../../staff/provider.ts';
import { text } from '../../../../form.server.ts';

export const addForm = z.strictObject({
	label: text(providerLimits.label, { required: true }),
	issuer: text(providerLimits.issuer, { required: true }),
});

/** A checkbox that is not chosen does not arrive. */
const checkbox = z
	.literal('on')
	.optional()
	.transform((value) => value === 'on');

const shown = z.string().max(50);
export const changeForm = addForm.extend({
	client: text(providerLimits.clientId),
	secret: text(providerLimits.clientSecret),
	factor: checkbox,
	enabled: checkbox,
	shown,
});
export const removeForm = z.strictObject({ shown });

/** Where the words of a refusal stand in these forms. */
export const places = { 'issuer-invalid': 'issuer', 'issuer-taken': 'issuer', 'form-invalid': 'enabled' } as const;

/** The login service that an address names. @throws Refusal `not-found` */
export function providerOf(event: RequestEvent): number {
	const id = addressedId(event.params['id']);
	if (!id) throw new Refusal('not-found');
	return id;
}
