import { isDay } from '../ui/day.ts';
import { accessoryAnswers, contactFields, emptyItem, type Form, type ItemForm, type Missing } from './form.ts';
import type { ShownItem } from './rma.ts';

/** What stands in the fields of a form, by their names. */
export type Values = { [field: string]: string | undefined };
/** What a form asks about an item. */
export type AskedItem = Pick<ShownItem, 'nth' | 'accessory' | 'accessories'>;

/** The field that holds this: `phone`, of an item `fault-2` or `accessory-2-usb-cable`. */
export function fieldOf({ nth, what }: Missing): string {
	if (nth === null) return what;
	const [kind = '', slug] = what.split(' ');
	if (slug !== undefined) return `${kind}-${nth}-${slug}`;
	return `${what === 'purchasedOn' ? 'purchased' : what}-${nth}`;
}

/** The fields of one item's accessories; what travels alone has none. */
export function accessoryFields({ nth, accessory, accessories }: AskedItem) {
	if (accessory !== null) return [];
	return accessories.map((one) => ({ ...one, field: fieldOf({ nth, what: `accessory ${one.slug}` }) }));
}

/** A form as its fields hold it. */
export function valuesOf({ parcel, items }: Form): Values {
	const { declared, ...contact } = parcel;
	const ofItems = [...items].flatMap(([nth, { purchasedOn, fault, accessories }]) => [
		[`purchased-${nth}`, purchasedOn],
		[`fault-${nth}`, fault],
		...Object.entries(accessories).map(([slug, answer]) => [`accessory-${nth}-${slug}`, answer]),
	]);
	return { ...contact, ...(declared && { declared: 'on' }), ...Object.fromEntries(ofItems) };
}

/** The form that these fields hold; an answer that there is not counts as none. */
export function formOf(values: Values, items: AskedItem[]): Form {
	const contact = Object.fromEntries(contactFields.map((field) => [field, values[field] ?? '']));
	return {
		parcel: { ...(contact as Omit<Form['parcel'], 'declared'>), declared: values['declared'] === 'on' },
		items: new Map(items.map((item) => [item.nth, itemOf(values, item)])),
	};
}

function itemOf(values: Values, item: AskedItem): ItemForm {
	const ticked = accessoryFields(item).map(({ slug, field }) => [
		slug,
		accessoryAnswers.find((one) => one === values[field]),
	]);
	return {
		...emptyItem,
		purchasedOn: values[`purchased-${item.nth}`] ?? '',
		fault: values[`fault-${item.nth}`] ?? '',
		accessories: Object.fromEntries(ticked.filter(([, answer]) => answer !== undefined)),
	};
}

/** The earliest day on which anything here can have been bought. */
export const earliestPurchase = '1990-01-01';

/** Whether this is a day on which something can have been bought, or none yet. */
export function isPurchaseDay(day: string, today: string): boolean {
	return day === '' || (isDay(day) && day >= earliestPurchase && day <= today);
}
