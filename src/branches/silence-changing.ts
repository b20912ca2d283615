import { changeOf } from '../audit/comparing.ts';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { Silence } from './branch.ts';
import { mustAdminister } from './changing.ts';

/**
 * Says after how many working days a silent customer is reminded, and his ticket closed (product.md M5), if both still are what the
 * form showed, which is its stamp. It counts from the next hour on, for tickets that wait already too.
 * @throws Refusal `not-allowed`, `changed-meanwhile`, `silence-wrong` (closing does not come after the reminder)
 */
export async function changeSilence(
	trx: Writing,
	actor: Actor,
	by: By,
	{ shown, remindedAfterDays, closedAfterDays }: Silence & { shown: string },
): Promise<void> {
	mustAdminister(actor);
	const { brand, ...before } = await trx
		.selectFrom('maker')
		.select(['brand', 'reminded_after_days as remindedAfterDays', 'closed_after_days as closedAfterDays'])
		.forUpdate()
		.executeTakeFirstOrThrow();
	const changed = changeOf(before, { remindedAfterDays, closedAfterDays }, shown);
	if (!changed) return;
	if (closedAfterDays <= remindedAfterDays) throw new Refusal('silence-wrong');
	await trx
		.updateTable('maker')
		.set({ reminded_after_days: remindedAfterDays, closed_after_days: closedAfterDays })
		.execute();
	await record(trx, by, { action: 'silence-changed', subject: `maker:${brand}`, ...changed });
}
