import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { addressedId } from '../../../../../database/addressed-id.ts';
import { Refusal } from '../../../../../refusal.ts';
import { carrierLimits, type Carrier } from '../../../../../rma/carrier.ts';
import type { CarrierFields } from '../../../../../rma/carrier-changing.ts';
import { text } from '../../../../form.server.ts';

export const addForm = z.strictObject({
	name: text(carrierLimits.name, { required: true }),
	address: text(carrierLimits.trackingUrl),
	after: text(carrierLimits.name),
});

const shown = z.string().max(50);
export const changeForm = addForm.extend({ shown });
export const removeForm = z.strictObject({ shown });

/** Where the words of a refusal stand in these forms. */
export const places = { 'name-taken': 'name', 'tracking-url-invalid': 'address' } as const;

/** A carrier as it came through `addForm`. */
export function fieldsOf({ name, address, after }: z.output<typeof addForm>): CarrierFields {
	return { name, trackingUrl: address, after };
}

/** A carrier as its form shows it. */
export function formOf({ name, trackingUrl, after }: CarrierFields): Record<string, string> {
	return { name, address: trackingUrl, after };
}

/** Carriers as places behind which another stands. */
export function placesAmong(carriers: Carrier[]) {
	return carriers.map(({ name }) => ({ name, label: name }));
}

/** The carrier that an address names. @throws Refusal `not-found` */
export function carrierOf(event: RequestEvent): number {
	const id = addressedId(event.params['id']);
	if (!id) throw new Refusal('not-found');
	return id;
}
