import type { Form } from './form.ts';
import type { Arrival, ShownItem } from './rma.ts';

/**
 * One thing that must be in the parcel: an item itself (`slug` null), or an accessory that its sender says he put in with it.
 * `code` is what is ticked when it is there: `1`, `1.usb-cable`.
 */
export type Expected = { code: string; nth: number; slug: string | null; name: string };

/** Everything that must be in the parcel by its form, in the form's order. */
export function expectedIn(items: ShownItem[], form: Form): Expected[] {
	return items.flatMap((item) => [
		{ code: String(item.nth), nth: item.nth, slug: null, name: nameOf(item) },
		...accessoriesOf(item, form).flatMap(({ slug, name, answer }) =>
			answer === 'in_parcel' ? [{ code: `${item.nth}.${slug}`, nth: item.nth, slug, name }] : [],
		),
	]);
}

/** What belongs to an item, each with what its sender says of it; nothing belongs to what travels alone. */
export function accessoriesOf({ nth, accessory, accessories }: ShownItem, form: Form) {
	if (accessory !== null) return [];
	return accessories.map((one) => ({ ...one, answer: form.items.get(nth)?.accessories[one.slug] ?? null }));
}

/** What an item is called in a sentence: its product or, of one that travels alone, the accessory, and the serial number. */
function nameOf({ accessory, accessories, productName, serial }: ShownItem): string {
	const alone =
		accessory === null ? undefined : (accessories.find(({ slug }) => slug === accessory)?.name ?? accessory);
	return `${alone ?? productName} ${serial}`;
}

/** What was not found in the parcel, when this was. */
export function missingOf(expected: Expected[], present: readonly string[]): Expected[] {
	return expected.filter(({ code }) => !present.includes(code));
}

/** What was found, item by item, as it is kept. */
export function arrivalsOf(expected: Expected[], present: readonly string[]): Map<number, Arrival> {
	const arrivals = new Map<number, Arrival>();
	for (const { code, nth, slug } of expected) {
		const arrival = arrivals.get(nth) ?? { here: false, accessories: {} };
		if (slug === null) arrival.here = present.includes(code);
		else arrival.accessories[slug] = present.includes(code);
		arrivals.set(nth, arrival);
	}
	return arrivals;
}

/** One thing that was looked for in a parcel. `of`: the item that it belongs to, where several travel. */
export type LookedFor = { code: string; name: string; of: string | null; isHere: boolean };

/** Everything that the receiving desk looked for, what was missing first; nothing before it has. */
export function lookedForIn(items: ShownItem[], arrivals: ReadonlyMap<number, Arrival>): LookedFor[] {
	const all = items.flatMap((item) => {
		const arrival = arrivals.get(item.nth);
		const of = items.length > 1 ? nameOf(item) : null;
		return arrival ? lookedForOf(item, arrival, of) : [];
	});
	return all.toSorted((a, b) => Number(a.isHere) - Number(b.isHere));
}

function lookedForOf(item: ShownItem, { here, accessories }: Arrival, of: string | null): LookedFor[] {
	const listed = item.accessories.filter(({ slug }) => Object.hasOwn(accessories, slug));
	return [
		{ code: String(item.nth), name: nameOf(item), of: null, isHere: here },
		...listed.map(({ slug, name }) => ({
			code: `${item.nth}.${slug}`,
			name,
			of,
			isHere: accessories[slug] === true,
		})),
	];
}

/** What was ticked, out of what was kept. */
export function presentIn(arrivals: ReadonlyMap<number, Arrival>): string[] {
	return [...arrivals].flatMap(([nth, { here, accessories }]) => [
		...(here ? [String(nth)] : []),
		...Object.entries(accessories).flatMap(([slug, isHere]) => (isHere ? [`${nth}.${slug}`] : [])),
	]);
}
