import type { By, Facts } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { arrivalsOf, expectedIn, missingOf, type Expected } from './arrival.ts';
import { listItems, readForm, type LockedRma } from './finding.ts';
import { mustSayWhy } from './repairing.ts';
import type { Shown } from './rma.ts';
import { lockFor, move } from './stepping.ts';

type Technician = { technician: StaffActor; by: By };

/** What was found in a parcel, by the codes of arrival.ts; `nevertheless`: it is accepted though something is missing. */
export type Found = { present: readonly string[]; nevertheless?: boolean };

/**
 * The parcel is here, and what was found in it is kept. What is missing is told with the step.
 * @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere`, `rma-parcel-incomplete` (something that the form
 * promises is not there, and it was not said that it is accepted nevertheless), `form-invalid` (a tick of something else)
 */
export async function receive(
	trx: Writing,
	{ technician, by }: Technician,
	shown: Shown,
	{ present, nevertheless = false }: Found,
	now: Date,
): Promise<void> {
	const rma = await lockFor(trx, technician, 'receive', shown);
	const missing = await keepArrival(trx, rma, present);
	if (missing.length > 0 && !nevertheless) throw new Refusal('rma-parcel-incomplete');
	await move(trx, { actor: technician, by }, { step: 'receive', rma, facts: factsOf(missing) }, now);
}

/**
 * The parcel is not accepted: without its form, or without what belongs to it (product.md R3). What was found in it is kept.
 * @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere`, `form-invalid` (no reason), `text-invalid`
 */
export async function refuse(
	trx: Writing,
	{ technician, by }: Technician,
	shown: Shown,
	{ reason, present = [] }: { reason: string; present?: readonly string[] },
	now: Date,
): Promise<void> {
	mustSayWhy(reason);
	const rma = await lockFor(trx, technician, 'refuse', shown);
	// Without a form nobody knows what must be in it.
	const missing = rma.state === 'authorised' ? [] : await keepArrival(trx, rma, present);
	await move(trx, { actor: technician, by }, { step: 'refuse', rma, facts: { reason, ...factsOf(missing) } }, now);
}

async function keepArrival(trx: Writing, rma: LockedRma, present: readonly string[]): Promise<Expected[]> {
	const expected = expectedIn(await listItems(trx, rma, 'en'), await readForm(trx, rma));
	if (present.some((tick) => !expected.some(({ code }) => code === tick))) throw new Refusal('form-invalid');
	for (const [nth, arrival] of arrivalsOf(expected, present)) {
		await trx
			.updateTable('rma_item')
			.set({ arrival: JSON.stringify(arrival) })
			.where('rma_number', '=', rma.number)
			.where('nth', '=', nth)
			.execute();
	}
	return missingOf(expected, present);
}

/** Accessories by their slugs, items by their numbers. */
function factsOf(missing: Expected[]): Facts {
	return missing.length > 0 ? { missing: missing.map(({ nth, slug }) => slug ?? String(nth)) } : {};
}
