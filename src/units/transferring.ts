import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import { endDelegations } from './binding.ts';
import { recordUnitEvent } from './history.ts';
import { lockUnit, unitSubject, withFormer } from './locking.ts';
import { settleRequests } from './requesting.ts';

/**
 * Gives a unit to another customer. Its tickets stay with whom they were (product.md P4); what was granted on it ends, and who
 * waited to be its Master is declined. With `keepMaster` it stays bound, unless the Master himself is the new owner.
 * @throws Refusal `not-found`, `changed-meanwhile` (it is his already)
 */
export async function transferUnit(
	trx: Writing,
	by: By,
	unitId: number,
	{ to: toCustomerId, keepMaster }: { to: number; keepMaster: boolean },
	now: Date,
): Promise<void> {
	const unit = await lockUnit(trx, unitId);
	const owner = await trx.selectFrom('customer').select('code').where('id', '=', toCustomerId).executeTakeFirst();
	if (!owner) throw new Refusal('not-found');
	if (unit.customerId === toCustomerId) throw new Refusal('changed-meanwhile');
	const stays = keepMaster && unit.masterId !== toCustomerId;
	const masterCode = stays ? unit.masterCode : null;
	await trx
		.updateTable('unit')
		.set({ customer_id: toCustomerId, master_id: stays ? unit.masterId : null })
		.where('id', '=', unitId)
		.execute();
	const former = (await withFormer(trx, unitId)).filter((id) => id !== unitId);
	if (former.length > 0) await trx.updateTable('unit').set({ master_id: null }).where('id', 'in', former).execute();
	await endDelegations(trx, unitId);
	await settleRequests(trx, by, unit, null, now);
	const details = { from: unit.customerCode, to: owner.code, master: masterCode };
	await recordUnitEvent(trx, { unitId, kind: 'transferred', accountId: by.accountId, details }, now);
	await record(trx, by, {
		action: 'unit-transferred',
		subject: unitSubject(unit),
		before: { customer: unit.customerCode, master: unit.masterCode },
		after: { customer: owner.code, master: masterCode },
	});
}
