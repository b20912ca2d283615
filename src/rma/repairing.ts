import type { By } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { replaceUnit } from '../units/replacing.ts';
import { rmaLimits, type Cause, type Shown } from './rma.ts';
import { lockFor, move } from './stepping.ts';

type Technician = { technician: StaffActor; by: By };

/** A technician has begun to look what is wrong. @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere` */
export async function inspect(trx: Writing, { technician, by }: Technician, shown: Shown, now: Date): Promise<void> {
	await move(
		trx,
		{ actor: technician, by },
		{ step: 'inspect', rma: await lockFor(trx, technician, 'inspect', shown) },
		now,
	);
}

/**
 * It works again, and what was wrong with it. Without warranty only what the customer has accepted to pay is repaired.
 * @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere`, `rma-quote-needed`
 */
export async function repair(
	trx: Writing,
	{ technician, by }: Technician,
	shown: Shown,
	cause: Cause,
	now: Date,
): Promise<void> {
	const rma = await lockFor(trx, technician, 'repair', shown);
	if (!rma.inWarranty && rma.state !== 'accepted') throw new Refusal('rma-quote-needed');
	await move(trx, { actor: technician, by }, { step: 'repair', rma, facts: { cause }, columns: { cause } }, now);
}

/** New serial numbers by the numbers of the items that they go home for, and why. */
export type Replacement = { serials: Map<number, string>; cause: Cause };

/**
 * Other units go home in the place of those that came (product.md R3). Without warranty as `repair`.
 * @throws Refusal as `repair`, and `rma-item-wrong` (nothing, or what is no unit); with `field` ("serial-1") `serial-taken`, `form-invalid`
 */
export async function replace(
	trx: Writing,
	{ technician, by }: Technician,
	shown: Shown,
	{ serials, cause }: Replacement,
	now: Date,
): Promise<void> {
	const rma = await lockFor(trx, technician, 'replace', shown);
	if (!rma.inWarranty && rma.state !== 'accepted') throw new Refusal('rma-quote-needed');
	const items = await trx
		.selectFrom('rma_item')
		.select(['nth', 'unit_id as unitId'])
		.where('rma_number', '=', rma.number)
		.where('accessory', 'is', null)
		.orderBy('nth')
		.execute();
	const replaced = items.filter(({ nth }) => serials.has(nth));
	if (replaced.length === 0 || replaced.length < serials.size) throw new Refusal('rma-item-wrong');
	for (const { nth, unitId } of replaced)
		await replaceUnit(trx, by, unitId, serials.get(nth) ?? '', now).catch(refuseAt(`serial-${nth}`));
	const facts = { serials: [...serials.values()], cause };
	await move(trx, { actor: technician, by }, { step: 'replace', rma, facts, columns: { cause } }, now);
}

/** Names the field of what is refused. */
function refuseAt(field: string): (error: unknown) => never {
	return (error) => {
		throw error instanceof Refusal ? new Refusal(error.code, { ...error.details, field }) : error;
	};
}

/**
 * It goes back as it came, and why.
 * @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere`, `form-invalid` (no reason), `text-invalid`
 */
export async function returnUnrepaired(
	trx: Writing,
	{ technician, by }: Technician,
	shown: Shown,
	{ reason, cause }: { reason: string; cause: Cause },
	now: Date,
): Promise<void> {
	mustSayWhy(reason);
	const rma = await lockFor(trx, technician, 'return', shown);
	await move(
		trx,
		{ actor: technician, by },
		{ step: 'return', rma, facts: { reason, cause }, columns: { cause } },
		now,
	);
}

/** A step that somebody will not like says why. @throws Refusal `form-invalid` (no reason), `text-invalid` */
export function mustSayWhy(reason: string): void {
	if (!reason.trim()) throw new Refusal('form-invalid');
	if (reason.length > rmaLimits.reason) throw new Refusal('text-invalid', { field: 'reason', most: rmaLimits.reason });
}
