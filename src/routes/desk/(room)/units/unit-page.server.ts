import { redirect, type RequestEvent } from '@sveltejs/kit';
import { database } from '../../../../database/connection.ts';
import type { StaffActor } from '../../../../identity/actor.ts';
import { Refusal } from '../../../../refusal.ts';
import { findOverseenUnits, type OverseenUnit } from '../../../../units/overseeing.ts';

/**
 * The units that the address names: by serial number, and by product where it says one.
 * @throws Refusal `not-found`
 */
export async function unitsAt(event: RequestEvent, actor: StaffActor): Promise<OverseenUnit[]> {
	const found = await findOverseenUnits(database(), actor, event.params['serial'] ?? '');
	const product = event.url.searchParams.get('product');
	const units = product ? found.filter((unit) => unit.product === product) : found;
	if (units.length === 0) throw new Refusal('not-found');
	return units;
}

/** The one unit that the address names; where products share the serial number, one is chosen first. @throws Refusal `not-found` */
export async function unitAt(event: RequestEvent, actor: StaffActor): Promise<OverseenUnit> {
	const [unit, another] = await unitsAt(event, actor);
	if (!unit || another) redirect(303, `/desk/units/${encodeURIComponent(event.params['serial'] ?? '')}`);
	return unit;
}

/** A page of a unit: its own or one below it, or that page after something was `done`. */
export function unitAddress({ product, serial }: { product: string; serial: string }, below = '', done = ''): string {
	const query = new URLSearchParams({ product, ...(done ? { done } : {}) });
	return `/desk/units/${encodeURIComponent(serial)}${below}?${query}`;
}
