import { changeOf, stampOf } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { nameBefore, placeAfter } from '../database/placing.ts';
import { locales } from '../identity/account.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { accessoryLimits, type Accessory, type AccessoryNames } from './accessory.ts';
import { choosePicture } from './accessory-picturing.ts';

/** An accessory as a form describes it; `after`: the slug of the one behind which it stands, '' for the first. */
export type AccessoryFields = { names: AccessoryNames; picture: string; after: string };

/** An accessory of a product, with what a form showed of it: the stamp of its facts. */
type ShownAccessory = { product: string; slug: string; shown: string };

/** What of an accessory a form may change; its stamp says what the form showed. */
export function accessoryFacts({ names, picture, after }: AccessoryFields): Facts {
	return { ...Object.fromEntries(locales.map((locale) => [locale, names[locale] ?? ''])), picture, after };
}

/** The accessory of a list as a form shows it. @throws Refusal `not-found` */
export function accessoryIn(list: Accessory[], slug: string): AccessoryFields {
	const place = list.findIndex((one) => one.slug === slug);
	const found = list[place];
	if (!found) throw new Refusal('not-found');
	return { names: found.names, picture: found.picture, after: nameBefore(list, place, slugOf) };
}

/**
 * An administrator adds what belongs to a product: forms that are still being filled ask for it from now on. Answers its slug.
 * @throws Refusal `not-allowed`, `not-found` (also: a service, to which nothing belongs), `list-full`, `name-taken`, `picture-invalid`
 * (neither a drawing nor kept), `changed-meanwhile` (what it stands behind is gone)
 */
export async function addAccessory(
	trx: Writing,
	staff: StaffActor,
	{ product, ...fields }: AccessoryFields & { product: string },
	by: By,
	now: Date,
): Promise<string> {
	const list = await lockList(trx, staff, product);
	if (list.length >= accessoryLimits.count) throw new Refusal('list-full', { most: accessoryLimits.count });
	const slug = slugFor(fields.names.en, list.map(slugOf));
	await save(trx, { product, list, slug, fields }, now);
	await record(trx, by, {
		action: 'accessory-added',
		subject: subjectOf(product, slug),
		after: accessoryFacts(fields),
	});
	return slug;
}

/**
 * Changes an accessory, if it still is what the form showed. RMAs whose form is complete keep what they were asked, with its name.
 * @throws Refusal `not-allowed`, `not-found`, `changed-meanwhile`, `name-taken`, `picture-invalid`
 */
export async function changeAccessory(
	trx: Writing,
	staff: StaffActor,
	{ product, slug, shown, ...fields }: AccessoryFields & ShownAccessory,
	by: By,
	now: Date,
): Promise<void> {
	const list = await lockList(trx, staff, product);
	const before = accessoryFacts(accessoryIn(list, slug));
	const changed = changeOf(before, accessoryFacts(fields), shown);
	if (!changed) return;
	await save(trx, { product, list: list.filter((one) => one.slug !== slug), slug, fields }, now);
	await record(trx, by, { action: 'accessory-changed', subject: subjectOf(product, slug), ...changed });
}

/**
 * Takes an accessory from its product, if it still is what was shown. Forms that are still being filled do without it; RMAs that name
 * it already go on as they are.
 * @throws Refusal `not-allowed`, `not-found`, `changed-meanwhile`
 */
export async function removeAccessory(
	trx: Writing,
	staff: StaffActor,
	{ product, slug, shown }: ShownAccessory,
	by: By,
): Promise<void> {
	const list = await lockList(trx, staff, product);
	const before = accessoryFacts(accessoryIn(list, slug));
	if (stampOf(before) !== shown) throw new Refusal('changed-meanwhile');
	await write(
		trx,
		product,
		list.filter((one) => one.slug !== slug),
	);
	await record(trx, by, { action: 'accessory-removed', subject: subjectOf(product, slug), before });
}

async function lockList(trx: Writing, staff: StaffActor, slug: string): Promise<Accessory[]> {
	if (!may(staff, 'administer')) throw new Refusal('not-allowed');
	const product = await trx
		.selectFrom('product')
		.select('accessories')
		.where('slug', '=', slug)
		.where('has_serials', '=', true)
		.forUpdate()
		.executeTakeFirst();
	if (!product) throw new Refusal('not-found');
	return product.accessories as Accessory[];
}

/** `list`: the others. */
type Saving = { product: string; list: Accessory[]; slug: string; fields: AccessoryFields };

async function save(trx: Writing, { product, list, slug, fields }: Saving, now: Date): Promise<void> {
	const { names, picture, after } = fields;
	const isSame = (one: Accessory) => one.names.en.toLowerCase() === names.en.toLowerCase();
	if (list.some(isSame)) throw new Refusal('name-taken');
	await choosePicture(trx, picture, now);
	await write(trx, product, placeAfter(list, { slug, names, picture }, after, slugOf));
}

async function write(trx: Writing, product: string, list: Accessory[]): Promise<void> {
	await trx
		.updateTable('product')
		.set({ accessories: JSON.stringify(list) })
		.where('slug', '=', product)
		.execute();
}

function slugOf({ slug }: Accessory): string {
	return slug;
}

function subjectOf(product: string, slug: string): string {
	return `accessory:${product}/${slug}`;
}

/** A slug of at most 50 characters, made of an English name and free among those that are taken. */
function slugFor(name: string, taken: string[]): string {
	const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	const plain =
		letters
			.match(/[a-z0-9]+/g)
			?.join('-')
			.slice(0, 45) ?? 'accessory';
	let slug = plain;
	for (let nth = 2; taken.includes(slug); nth++) slug = `${plain}-${nth}`;
	return slug;
}
