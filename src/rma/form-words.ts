import { m } from '../paraglide/messages.js';
import type { AccessoryAnswer, ContactField, Missing } from './form.ts';
import type { ShownItem } from './rma.ts';

export const contactLabels: Record<ContactField, () => string> = {
	contact: m.rma_form_contact,
	company: m.rma_form_company,
	street: m.rma_form_street,
	postcode: m.rma_form_postcode,
	city: m.rma_form_city,
	country: m.rma_form_country,
	phone: m.rma_form_phone,
};

export const answerLabels: Record<AccessoryAnswer, () => string> = {
	in_parcel: m.rma_form_in_parcel,
	missing: m.rma_form_missing,
	never_had: m.rma_form_never_had,
};

/** What something is called that is asked on the form, in the page's language. */
export function askedWords({ nth, what }: Missing, items: Pick<ShownItem, 'nth' | 'accessories'>[]): string {
	if (what === 'declared') return m.rma_form_declared_short();
	if (what === 'purchasedOn') return m.rma_form_purchased();
	if (what === 'fault') return m.rma_form_fault();
	if (what.startsWith('accessory ')) {
		const slug = what.slice('accessory '.length);
		const item = items.find((one) => one.nth === nth);
		return item?.accessories.find((one) => one.slug === slug)?.name ?? slug;
	}
	return contactLabels[what as ContactField]();
}
