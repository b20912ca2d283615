import type { By } from '../audit/entry.ts';
import { changeOf, stampOf } from '../audit/comparing.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { releaseUnit } from './binding.ts';
import { recordUnitEvent } from './history.ts';
import { belonging, changeableFacts, findOverseenUnits, unitsVisibleTo, type OverseenUnit } from './overseeing.ts';
import type { UnitKind } from './unit.ts';

export type UnitChange = {
	kind: UnitKind | null;
	username: string;
	/** 'YYYY-MM-DD' */
	subscriptionUntil: string | null;
	softwareVersion: string;
};

/**
 * Changes what staff may change of a unit, if it is still what the form showed. A unit that is no Slave any more is released
 * from its Master first: only a Slave has one.
 * @throws Refusal `not-found` (also when it was replaced), `changed-meanwhile`
 */
export async function changeUnit(
	trx: Writing,
	staff: StaffActor,
	by: By,
	{ change, ...wanted }: { product: string; serial: string; shown: string; change: UnitChange },
	now: Date,
): Promise<void> {
	const unit = await lockOverseen(trx, staff, wanted.product, wanted.serial);
	const before = changeableFacts(unit);
	const changed = changeOf(before, { ...change }, wanted.shown);
	if (!changed) return;
	if (unit.masterCode !== null && change.kind !== 'slave') await releaseUnit(trx, by, unit.id, now);
	await trx
		.updateTable('unit')
		.set({ kind: change.kind, username: change.username })
		.set({ subscription_until: change.subscriptionUntil, software_version: change.softwareVersion })
		.where('id', '=', unit.id)
		.execute();
	const details = changed.after;
	await recordUnitEvent(trx, { unitId: unit.id, kind: 'changed', accountId: by.accountId, details }, now);
	await record(trx, by, { action: 'unit-changed', subject: `unit:${unit.product}/${unit.serial}`, ...changed });
}

/**
 * A unit that staff will transfer, bind or release, locked and still whose the page showed it to be.
 * @throws Refusal `not-found`, `changed-meanwhile`
 */
export async function lockBelonging(
	trx: Writing,
	staff: StaffActor,
	{ product, serial, shown }: { product: string; serial: string; shown: string },
): Promise<OverseenUnit> {
	const unit = await lockOverseen(trx, staff, product, serial);
	if (stampOf(belonging(unit)) !== shown) throw new Refusal('changed-meanwhile');
	return unit;
}

async function lockOverseen(trx: Writing, staff: StaffActor, product: string, serial: string): Promise<OverseenUnit> {
	const seen = (await findOverseenUnits(trx, staff, serial)).find((one) => one.product === product);
	if (!seen) throw new Refusal('not-found');
	const locked = await unitsVisibleTo(trx, staff)
		.select('u.id')
		.where('u.id', '=', seen.id)
		.where('u.replaced_by', 'is', null)
		.forUpdate('u')
		.executeTakeFirst();
	if (!locked) throw new Refusal('not-found');
	// Asked again under the lock: somebody else's change may have come between.
	const unit = (await findOverseenUnits(trx, staff, serial)).find(({ id }) => id === seen.id);
	if (!unit) throw new Refusal('not-found');
	return unit;
}
