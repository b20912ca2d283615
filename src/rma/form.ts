import type { ShownItem } from './rma.ts';

/** What an accessory is, as the customer ticks it. */
export const accessoryAnswers = ['in_parcel', 'missing', 'never_had'] as const;
export type AccessoryAnswer = (typeof accessoryAnswers)[number];

/** The longest each may be, in characters. */
export const formLimits = {
	contact: 100,
	company: 150,
	street: 300,
	postcode: 20,
	city: 100,
	country: 2,
	phone: 40,
	fault: 5000,
} as const;

export const contactFields = ['contact', 'company', 'street', 'postcode', 'city', 'country', 'phone'] as const;
export type ContactField = (typeof contactFields)[number];

/** About the parcel: whom to ask, where it goes back to (country by ISO 3166-1), and that what is written is true. */
export type ParcelForm = Record<ContactField, string> & { declared: boolean };

/** About one item. `purchasedOn` is 'YYYY-MM-DD' or ''. */
export type ItemForm = { purchasedOn: string; fault: string; accessories: Record<string, AccessoryAnswer> };

export type Form = { parcel: ParcelForm; items: Map<number, ItemForm> };

export const emptyParcel: ParcelForm = {
	contact: '',
	company: '',
	street: '',
	postcode: '',
	city: '',
	country: '',
	phone: '',
	declared: false,
};
export const emptyItem: ItemForm = { purchasedOn: '', fault: '', accessories: {} };

type Address = { [field in 'company' | 'contact' | 'street' | 'postcode' | 'city']?: string };

/** An address as on a label, line by line; `country` by its name. What nobody wrote has no line. */
export function addressLines({ company, contact, street, postcode, city }: Address, country: string): string[] {
	const place = [postcode, city].filter(Boolean).join(' ');
	const lines = [company, contact, ...(street ?? '').split('\n'), place, country];
	return lines.map((line) => (line ?? '').trim()).filter(Boolean);
}

/** One thing that is missing: of the parcel, or of the item with this number. */
export type Missing = {
	nth: number | null;
	what: ContactField | 'declared' | 'purchasedOn' | 'fault' | `accessory ${string}`;
};

/** Everything that is still missing before the form is complete (product.md R2), in the form's order. */
export function missingFrom(
	{ parcel, items }: Form,
	shown: Pick<ShownItem, 'nth' | 'accessory' | 'accessories'>[],
): Missing[] {
	const ofParcel = contactFields.filter((field) => !parcel[field].trim()).map((what) => ({ nth: null, what }));
	const ofItems = shown.flatMap((item) => missingFromItem(items.get(item.nth) ?? emptyItem, item));
	return [...ofParcel, ...ofItems, ...(parcel.declared ? [] : [{ nth: null, what: 'declared' } as const])];
}

function missingFromItem(
	form: ItemForm,
	{ nth, accessory, accessories }: Pick<ShownItem, 'nth' | 'accessory' | 'accessories'>,
): Missing[] {
	const texts = (['purchasedOn', 'fault'] as const).filter((field) => !form[field].trim());
	// What travels alone has nothing that belongs to it.
	const asked = accessory === null ? accessories : [];
	const unticked = asked.filter(({ slug }) => !form.accessories[slug]);
	return [
		...texts.map((what) => ({ nth, what })),
		...unticked.map(({ slug }) => ({ nth, what: `accessory ${slug}` as const })),
	];
}
