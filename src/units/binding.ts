import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { recordUnitEvent } from './history.ts';
import { lockUnit, unitSubject, withFormer, type LockedUnit } from './locking.ts';
import { declineRequest, findRequest, settleRequests } from './requesting.ts';

/**
 * Binds a Slave unit to a Master. What he asked for is granted by it, what others asked for declined; he sees nothing of what
 * the Slave opened until the Slave lets him (product.md P3).
 * @throws Refusal `not-found`, `not-a-slave` (of another customer), `bound-already`
 */
export async function bindUnit(trx: Writing, by: By, unitId: number, masterId: number, now: Date): Promise<void> {
	const unit = await lockUnit(trx, unitId);
	if (unit.kind !== 'slave' || unit.customerId === masterId) throw new Refusal('not-a-slave');
	if (unit.masterId !== null) throw new Refusal('bound-already');
	const master = await trx.selectFrom('customer').select('code').where('id', '=', masterId).executeTakeFirst();
	if (!master) throw new Refusal('not-found');
	await trx.updateTable('unit').set({ master_id: masterId }).where('id', '=', unitId).execute();
	await settleRequests(trx, by, unit, masterId, now);
	const details = { master: master.code };
	await recordUnitEvent(trx, { unitId, kind: 'bound', accountId: by.accountId, details }, now);
	await record(trx, by, {
		action: 'unit-bound',
		subject: unitSubject(unit),
		before: { master: null },
		after: details,
	});
}

/**
 * Ends the binding of a unit, and with it everything its Slave granted.
 * @throws Refusal `not-found`, `changed-meanwhile` (it is bound to nobody)
 */
export async function releaseUnit(trx: Writing, by: By, unitId: number, now: Date): Promise<void> {
	await release(trx, by, await lockUnit(trx, unitId), now);
}

/** The Master lets a unit go that is bound to him. @throws Refusal `not-found`, the same for a unit that is not */
export async function giveUpUnit(
	trx: Writing,
	master: CustomerActor,
	unitId: number,
	by: By,
	now: Date,
): Promise<void> {
	const unit = await lockUnit(trx, unitId);
	if (unit.masterId !== master.id) throw new Refusal('not-found');
	await release(trx, by, unit, now);
}

async function release(trx: Writing, by: By, unit: LockedUnit, now: Date): Promise<void> {
	if (unit.masterId === null) throw new Refusal('changed-meanwhile');
	await trx
		.updateTable('unit')
		.set({ master_id: null })
		.where('id', 'in', await withFormer(trx, unit.id))
		.execute();
	await endDelegations(trx, unit.id);
	const details = { master: unit.masterCode };
	await recordUnitEvent(trx, { unitId: unit.id, kind: 'released', accountId: by.accountId, details }, now);
	await record(trx, by, {
		action: 'unit-released',
		subject: unitSubject(unit),
		before: details,
		after: { master: null },
	});
}

/** Nothing that was granted on a unit outlives its binding or its owner. */
export async function endDelegations(trx: Writing, unitId: number): Promise<void> {
	await trx
		.deleteFrom('delegation')
		.where('unit_id', 'in', await withFormer(trx, unitId))
		.execute();
}

/**
 * Staff answer a Master's request: accepted, the unit is bound to him.
 * @throws Refusal `not-found` (not of their branches), `changed-meanwhile` (answered already), and what `bindUnit` refuses
 */
export async function decideBinding(
	trx: Writing,
	staff: StaffActor,
	{ requestId, decision }: { requestId: number; decision: 'accepted' | 'declined' },
	by: By,
	now: Date,
): Promise<void> {
	const request = await findRequest(trx, staff, requestId);
	if (request.state !== 'waiting') throw new Refusal('changed-meanwhile');
	if (decision === 'declined') return declineRequest(trx, request, by, now);
	if (request.unitId === null) throw new Refusal('not-a-slave');
	await bindUnit(trx, by, request.unitId, request.masterId, now);
}
