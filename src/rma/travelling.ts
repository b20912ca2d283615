import type { By } from '../audit/entry.ts';
import type { Reading, Writing } from '../database/connection.ts';
import type { Actor, CustomerActor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import type { LockedRma } from './finding.ts';
import { rmaLimits, type RmaState, type Shown } from './rma.ts';
import { lockFor, move } from './stepping.ts';

export type Shipment = { carrier: string; tracking: string };

/** The customer has sent the parcel, or corrects what he said of it. @throws Refusal `not-found`, `changed-meanwhile`, `rma-elsewhere`, `text-invalid` */
export async function send(
	trx: Writing,
	{ customer, by }: { customer: CustomerActor; by: By },
	shown: Shown,
	shipment: Shipment,
	now: Date,
): Promise<void> {
	mustBeNamed(shipment);
	const rma = await lockFor(trx, customer, 'send', shown);
	await move(trx, { actor: customer, by }, { step: 'send', rma, facts: shipment, columns: shipment }, now);
}

/** The parcel goes home. @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere`, `text-invalid` */
export async function shipBack(
	trx: Writing,
	{ technician, by }: { technician: StaffActor; by: By },
	shown: Shown,
	shipment: Shipment,
	now: Date,
): Promise<void> {
	mustBeNamed(shipment);
	const rma = await lockFor(trx, technician, 'ship', shown);
	const columns = { return_carrier: shipment.carrier, return_tracking: shipment.tracking };
	await move(trx, { actor: technician, by }, { step: 'ship', rma, facts: shipment, columns }, now);
}

/** It has arrived at home: nothing is left to do. @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere` */
export async function closeRma(
	trx: Writing,
	{ actor, by }: { actor: Actor; by: By },
	shown: Shown,
	now: Date,
): Promise<void> {
	await move(trx, { actor, by }, { step: 'close', rma: await lockFor(trx, actor, 'close', shown) }, now);
}

/** Nothing will be sent after all. @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere` (it is on its way) */
export async function cancelRma(
	trx: Writing,
	{ actor, by }: { actor: Actor; by: By },
	shown: Shown,
	now: Date,
): Promise<void> {
	await move(trx, { actor, by }, { step: 'cancel', rma: await lockFor(trx, actor, 'cancel', shown) }, now);
}

/** Ends every authorisation whose days are over and that was not used; each in a transaction of its own. Answers how many. */
export async function expireDue(db: Reading, now: Date): Promise<number> {
	let expired = 0;
	while (await db.transaction().execute((trx) => expireNext(trx, now))) expired++;
	return expired;
}

async function expireNext(trx: Writing, now: Date): Promise<boolean> {
	const due = await trx
		.selectFrom('rma as r')
		.select(['r.number', 'r.ticket_number as ticketNumber', 'r.customer_id as customerId', 'r.branch_id as branchId'])
		.select(['r.state', 'r.in_warranty as inWarranty', 'r.expires_at as expiresAt', 'r.version'])
		.where('r.state', 'in', ['authorised', 'form_complete'])
		.where('r.expires_at', '<=', now)
		.orderBy('r.expires_at')
		.limit(1)
		.forUpdate()
		.skipLocked()
		.executeTakeFirst();
	if (!due) return false;
	const rma: LockedRma = { ...due, state: due.state as RmaState };
	await move(trx, null, { step: 'expire', rma }, now);
	return true;
}

function mustBeNamed({ carrier, tracking }: Shipment): void {
	for (const [field, text] of Object.entries({ carrier, tracking }))
		if (text.length > rmaLimits.carrier) throw new Refusal('text-invalid', { field, most: rmaLimits.carrier });
	if (!carrier.trim()) throw new Refusal('form-invalid');
}
