import { sql } from 'kysely';
import { changeOf, stampOf } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { nameBefore, placeAfter } from '../database/placing.ts';
import { may, type StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { carrierLimits, isTrackingUrl, trackingMark, type Carrier } from './carrier.ts';
import { listCarriers } from './finding.ts';

/** A carrier as a form describes it; `after`: the name of the one behind which it is proposed, '' for the first. */
export type CarrierFields = { name: string; trackingUrl: string; after: string };

/** What of a carrier a form may change; its stamp says what the form showed. */
export function carrierFacts({ name, trackingUrl, after }: CarrierFields): Facts {
	return { name, trackingUrl, after };
}

/** The carrier of a list as a form shows it. @throws Refusal `not-found` */
export function carrierIn(list: Carrier[], id: number): CarrierFields {
	const place = list.findIndex((one) => one.id === id);
	const found = list[place];
	if (!found) throw new Refusal('not-found');
	return { name: found.name, trackingUrl: found.trackingUrl, after: nameBefore(list, place, nameOf) };
}

/**
 * An administrator adds a carrier: it is proposed wherever a parcel is sent. Answers its id.
 * @throws Refusal `not-allowed`, `list-full`, `tracking-url-invalid`, `name-taken` (in whatever case), `changed-meanwhile` (what it
 * stands behind is gone)
 */
export async function addCarrier(trx: Writing, staff: StaffActor, fields: CarrierFields, by: By): Promise<number> {
	const list = await lockList(trx, staff);
	if (list.length >= carrierLimits.count) throw new Refusal('list-full', { most: carrierLimits.count });
	mustBeFollowed(fields);
	const { id } = await trx
		.insertInto('carrier')
		.values({ ...columnsOf(fields), position: list.length + 1 })
		.returning('id')
		.executeTakeFirstOrThrow()
		.catch(explainTaken);
	await setOrder(trx, list, { id, ...fields });
	await record(trx, by, { action: 'carrier-added', subject: subjectOf(fields.name), after: carrierFacts(fields) });
	return id;
}

/**
 * Changes a carrier, if it still is what the form showed. Parcels that were sent with it keep the name that was written then, and are
 * followed as long as there is a carrier of that name.
 * @throws Refusal `not-allowed`, `not-found`, `changed-meanwhile`, `tracking-url-invalid`, `name-taken`
 */
export async function changeCarrier(
	trx: Writing,
	staff: StaffActor,
	{ id, shown, ...fields }: CarrierFields & { id: number; shown: string },
	by: By,
): Promise<void> {
	const list = await lockList(trx, staff);
	const before = carrierFacts(carrierIn(list, id));
	const changed = changeOf(before, carrierFacts(fields), shown);
	if (!changed) return;
	const others = list.filter((one) => one.id !== id);
	mustBeFollowed(fields);
	await trx.updateTable('carrier').set(columnsOf(fields)).where('id', '=', id).execute().catch(explainTaken);
	await setOrder(trx, others, { id, ...fields });
	await record(trx, by, { action: 'carrier-changed', subject: subjectOf(fields.name), ...changed });
}

/**
 * Removes a carrier, if it still is what was shown. Parcels that were sent with it keep its name, without a link.
 * @throws Refusal `not-allowed`, `not-found`, `changed-meanwhile`
 */
export async function removeCarrier(
	trx: Writing,
	staff: StaffActor,
	{ id, shown }: { id: number; shown: string },
	by: By,
): Promise<void> {
	const fields = carrierIn(await lockList(trx, staff), id);
	const before = carrierFacts(fields);
	if (stampOf(before) !== shown) throw new Refusal('changed-meanwhile');
	await trx.deleteFrom('carrier').where('id', '=', id).execute();
	await record(trx, by, { action: 'carrier-removed', subject: subjectOf(fields.name), before });
}

/** The list, which nobody else changes until the transaction ends. */
async function lockList(trx: Writing, staff: StaffActor): Promise<Carrier[]> {
	if (!may(staff, 'administer')) throw new Refusal('not-allowed');
	await sql`lock table carrier in share row exclusive mode`.execute(trx);
	return listCarriers(trx);
}

function mustBeFollowed({ trackingUrl }: CarrierFields): void {
	if (trackingUrl !== '' && !isTrackingUrl(trackingUrl))
		throw new Refusal('tracking-url-invalid', { mark: trackingMark });
}

function explainTaken(error: unknown): never {
	if ((error as { constraint?: string }).constraint === 'carrier_name_is_taken') throw new Refusal('name-taken');
	throw error;
}

/** Numbers all of them anew. */
async function setOrder(
	trx: Writing,
	others: Carrier[],
	{ after, ...carrier }: Carrier & CarrierFields,
): Promise<void> {
	const ids = placeAfter(others, carrier, after, nameOf).map(({ id }) => id);
	await sql`
		update carrier set position = placed.position
		from unnest(${ids}::bigint[]) with ordinality as placed (id, position)
		where carrier.id = placed.id and carrier.position <> placed.position
	`.execute(trx);
}

function columnsOf({ name, trackingUrl }: CarrierFields) {
	return { name, tracking_url: trackingUrl };
}

function nameOf({ name }: Carrier): string {
	return name;
}

function subjectOf(name: string): string {
	return `carrier:${name}`;
}
