import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { forgetDraft, keepDraft, type Showing } from '../tickets/drafting.ts';
import { listItems, lockRma, readForm, type LockedRma } from './finding.ts';
import { contactFields, formLimits, missingFrom, type Form, type ItemForm } from './form.ts';
import type { Shown } from './rma.ts';
import { lockFor, move } from './stepping.ts';

/**
 * Keeps what the customer has written so far, complete or not; what was kept before is replaced.
 * @throws Refusal `not-found`, `rma-form-complete` (it is completed, and so never changed), `rma-elsewhere`, `text-invalid`
 */
export async function saveForm(trx: Writing, customer: CustomerActor, number: number, form: Form): Promise<void> {
	const rma = await lockRma(trx, customer, number);
	if (rma.state === 'form_complete') throw new Refusal('rma-form-complete');
	if (rma.state !== 'authorised') throw new Refusal('rma-elsewhere', { state: rma.state });
	mustBeShort(form);
	await trx
		.updateTable('rma')
		.set({ form: JSON.stringify(form.parcel) })
		.where('number', '=', number)
		.execute();
	for (const [nth, item] of form.items) {
		await trx
			.updateTable('rma_item')
			.set({ form: JSON.stringify(item) })
			.where('rma_number', '=', number)
			.where('nth', '=', nth)
			.execute();
	}
}

/**
 * Keeps the same while it is being written, or when its button says so: then without `showing`, whatever another window has written.
 * @throws Refusal as `saveForm`, and `written-elsewhere`
 */
export async function keepForm(
	trx: Writing,
	customer: CustomerActor,
	{ number, form, showing }: { number: number; form: Form; showing?: Showing },
	now: Date,
): Promise<void> {
	await saveForm(trx, customer, number, form);
	await keepDraft(trx, customer.id, placeOfForm(number), { fields: {}, attached: [], showing }, now);
}

/** Where it is noted which window writes the form of an RMA; the words themselves are the form's. */
export function placeOfForm(number: number): string {
	return `rma:${number}`;
}

function mustBeShort({ parcel, items }: Form): void {
	const tooLong = contactFields.find((field) => parcel[field].length > formLimits[field]);
	if (tooLong) throw new Refusal('text-invalid', { field: tooLong, most: formLimits[tooLong] });
	const tells = ({ fault }: ItemForm) => fault.length > formLimits.fault;
	if ([...items.values()].some(tells)) throw new Refusal('text-invalid', { field: 'fault', most: formLimits.fault });
}

/**
 * Completes the form as it was kept: from now on it never changes, and its hash says so (product.md R2). What it was asked stays with it,
 * whatever the product's list becomes.
 * @throws Refusal `not-found`, `changed-meanwhile`, `rma-elsewhere`, `rma-form-incomplete` (with `count`, how much is missing)
 */
export async function completeForm(
	trx: Writing,
	{ customer, by }: { customer: CustomerActor; by: By },
	shown: Shown,
	now: Date,
): Promise<void> {
	const rma = await lockFor(trx, customer, 'complete', shown);
	// Its day is over, though nobody has written that down yet.
	if (rma.expiresAt <= now) throw new Refusal('rma-elsewhere', { state: 'expired' });
	await keepAsked(trx, rma);
	const missing = missingFrom(await readForm(trx, rma), await listItems(trx, rma, 'en'));
	if (missing.length > 0) throw new Refusal('rma-form-incomplete', { count: missing.length });
	await trx
		.updateTable('rma')
		.set({ completed_at: now, form_hash: sql<Buffer>`rma_form_hash(number)` })
		.where('number', '=', rma.number)
		.execute();
	await forgetDraft(trx, customer.id, placeOfForm(rma.number));
	await move(trx, { actor: customer, by }, { step: 'complete', rma }, now);
}

/** Before it is asked what is missing: what is added to the product at this moment is not asked any more. */
async function keepAsked(trx: Writing, { number }: Pick<LockedRma, 'number'>): Promise<void> {
	await trx
		.updateTable('rma_item as i')
		.from('unit as u')
		.innerJoin('product as p', 'p.slug', 'u.product')
		.set({ accessories: sql`p.accessories` })
		.whereRef('u.id', '=', 'i.unit_id')
		.where('i.rma_number', '=', number)
		.where('i.accessory', 'is', null)
		.execute();
}
