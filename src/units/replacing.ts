import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { recordUnitEvent } from './history.ts';
import { lockUnit } from './locking.ts';
import { registerUnit } from './registering.ts';
import { settleRequests } from './requesting.ts';

/**
 * Puts another unit with a serial number of its own in the place of one that came back broken: owner, kind, Master, what was granted
 * to him and the subscription go on with it; the old one keeps its tickets, and nobody opens new ones about it;
 * who waited to be its Master is declined. Answers the new id.
 * @throws Refusal `not-found` (also when it was replaced before), `serial-taken`, `form-invalid` (no serial number)
 */
export async function replaceUnit(trx: Writing, by: By, unitId: number, serial: string, now: Date): Promise<number> {
	const old = await lockUnit(trx, unitId);
	const { username, subscriptionUntil } = await trx
		.selectFrom('unit')
		.select(['username', 'subscription_until as subscriptionUntil'])
		.where('id', '=', unitId)
		.executeTakeFirstOrThrow();
	const { product, customerId, kind, masterId } = old;
	const unit = { product, serial, customerId, kind, masterId, username, subscriptionUntil };
	const newId = await registerUnit(trx, unit, by, now);
	await settleRequests(trx, by, old, null, now);
	await trx.updateTable('unit').set({ replaced_by: newId }).where('id', '=', unitId).execute();
	await sql`
		insert into delegation (unit_id, master_id, may_view, may_reply, may_close, changed_at)
		select ${newId}::bigint, master_id, may_view, may_reply, may_close, ${now}::timestamptz
		from delegation where unit_id = ${unitId}::bigint
	`.execute(trx);
	const details = { from: old.serial, to: serial };
	for (const id of [unitId, newId])
		await recordUnitEvent(trx, { unitId: id, kind: 'replaced', accountId: by.accountId, details }, now);
	return newId;
}
