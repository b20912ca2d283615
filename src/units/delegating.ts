import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { recordUnitEvent } from './history.ts';
import { lockUnit, unitSubject, withFormer } from './locking.ts';
import { nothingGranted, type Grants } from './unit.ts';

/**
 * The Slave says what the Master of his unit may do with the tickets that the Slave opened about it (product.md P3); from the next
 * request on. Replying and closing need viewing: without it nothing is granted. `master`, when given, is the code of the Master
 * that the Slave had before his eyes.
 * @throws Refusal `not-found` (not his unit, or bound to nobody), `changed-meanwhile` (bound to somebody else by now)
 */
export async function delegate(
	trx: Writing,
	slave: CustomerActor,
	{ unitId, master, ...grants }: Grants & { unitId: number; master?: string },
	by: By,
	now: Date,
): Promise<void> {
	const unit = await lockUnit(trx, unitId);
	if (unit.customerId !== slave.id) throw new Refusal('not-found');
	if (master !== undefined && master !== unit.masterCode) throw new Refusal('changed-meanwhile');
	const { masterId } = unit;
	if (masterId === null) throw new Refusal('not-found');
	const { mayView, mayReply, mayClose } = grants;
	const after: Grants = mayView ? { mayView, mayReply, mayClose } : nothingGranted;
	const before = await exchange(trx, unitId, masterId, after, now);
	const former = (await withFormer(trx, unitId)).filter((id) => id !== unitId);
	for (const id of former) await exchange(trx, id, masterId, after, now);
	if (sameGrants(before, after)) return;
	const details = { master: unit.masterCode, ...after };
	await recordUnitEvent(trx, { unitId, kind: 'delegated', accountId: by.accountId, details }, now);
	await record(trx, by, {
		action: 'delegation-changed',
		subject: unitSubject(unit),
		before: { master: unit.masterCode, ...before },
		after: details,
	});
}

/** Puts the new grants in the place of the old ones and answers these. The unit is locked, so nobody else does. */
async function exchange(trx: Writing, unitId: number, masterId: number, grants: Grants, now: Date): Promise<Grants> {
	const before = await trx
		.selectFrom('delegation')
		.select(['may_view as mayView', 'may_reply as mayReply', 'may_close as mayClose'])
		.where('unit_id', '=', unitId)
		.where('master_id', '=', masterId)
		.executeTakeFirst();
	const row = { may_view: grants.mayView, may_reply: grants.mayReply, may_close: grants.mayClose, changed_at: now };
	await trx
		.insertInto('delegation')
		.values({ unit_id: unitId, master_id: masterId, ...row })
		.onConflict((conflict) =>
			conflict
				.columns(['unit_id', 'master_id'])
				.doUpdateSet(row)
				.where(
					sql<boolean>`(delegation.may_view, delegation.may_reply, delegation.may_close) is distinct from (${grants.mayView}, ${grants.mayReply}, ${grants.mayClose})`,
				),
		)
		.execute();
	return before ?? nothingGranted;
}

function sameGrants(one: Grants, other: Grants): boolean {
	return one.mayView === other.mayView && one.mayReply === other.mayReply && one.mayClose === other.mayClose;
}
