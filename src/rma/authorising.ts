import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { lockTicket, type LockedTicket } from '../tickets/finding.ts';
import { mustWork } from '../tickets/taking.ts';
import { subscriptionConcern } from '../units/unit.ts';
import type { Accessory } from '../units/accessory.ts';
import type { SubscriptionPolicy } from '../units/product.ts';
import { mostDays, rmaLimits, type RmaItem } from './rma.ts';
import { tell } from './stepping.ts';

export type Authorisation = {
	ticketNumber: number;
	items: RmaItem[];
	/** Who sends: the ticket's opener, or the holder of its unit. */
	senderId: number;
	/** Where to. */
	branchId: number;
	inWarranty: boolean;
	/** How to send it, in the customer's language. */
	instructions: string;
	/** For how many days. */
	days: number;
};

/**
 * A technician permits the customer of a ticket to send units back (product.md R1). Answers the RMA's number.
 * @throws Refusal `not-found`, `not-allowed`; `rma-item-wrong`: nothing, something of another customer, or no accessory of the product;
 * `rma-under-way` (with `rma`, the one that the unit is on); `subscription-expired` where the product's policy is to block and there
 * is no warranty (P5); `text-invalid`, `form-invalid`
 */
export async function authorise(
	trx: Writing,
	{ technician, by }: { technician: StaffActor; by: By },
	asked: Authorisation,
	now: Date,
): Promise<number> {
	mustWork(technician);
	mustBeSound(asked);
	const ticket = await lockTicket(trx, technician, asked.ticketNumber);
	if (![ticket.openerId, ticket.holderId].includes(asked.senderId)) throw new Refusal('form-invalid');
	const held = await holdItems(trx, ticket, asked, now);
	const number = await insert(trx, asked, held, now);
	const facts = { ticket: ticket.number, inWarranty: asked.inWarranty, items: asked.items.map(itemName) };
	const rma = { number, ticketNumber: ticket.number };
	await tell(trx, { actor: technician, by }, { step: 'authorise', state: 'authorised', rma, facts }, now);
	return number;
}

function mustBeSound({ items, instructions, days }: Authorisation): void {
	if (items.length === 0 || new Set(items.map(itemName)).size < items.length) throw new Refusal('rma-item-wrong');
	if (!Number.isInteger(days) || days < 1 || days > mostDays) throw new Refusal('form-invalid');
	if (instructions.length > rmaLimits.instructions)
		throw new Refusal('text-invalid', { field: 'instructions', most: rmaLimits.instructions });
}

function itemName({ unitId, accessory }: RmaItem): string {
	return accessory === null ? String(unitId) : `${unitId}/${accessory}`;
}

type HeldUnit = {
	id: number;
	subscriptionUntil: string | null;
	subscriptionPolicy: SubscriptionPolicy;
	accessories: Accessory[];
};

/** An item with what of the product's list stays with it: itself where it travels alone, so that it keeps its name. */
type HeldItem = RmaItem & { accessories: string | null };

/** The units stay whose they are until the transaction ends, and are on no other way. */
async function holdItems(
	trx: Writing,
	ticket: LockedTicket,
	{ items, inWarranty }: Authorisation,
	now: Date,
): Promise<HeldItem[]> {
	const units = await holdUnits(trx, ticket.holderId, items);
	const held: HeldItem[] = [];
	for (const { unitId, accessory } of items) {
		const unit = units.get(unitId);
		const alone = unit?.accessories.filter(({ slug }) => slug === accessory) ?? [];
		if (!unit || (accessory !== null && alone.length === 0)) throw new Refusal('rma-item-wrong');
		// What the customer reads is in his zone, what is refused here is a day that is over everywhere the maker works.
		if (!inWarranty && subscriptionConcern(unit, now, 'UTC') === 'block') throw new Refusal('subscription-expired');
		const other = await findUnderWay(trx, { unitId, accessory });
		if (other !== undefined) throw new Refusal('rma-under-way', { rma: other });
		held.push({ unitId, accessory, accessories: accessory === null ? null : JSON.stringify(alone) });
	}
	return held;
}

async function holdUnits(trx: Writing, customerId: number, items: RmaItem[]): Promise<Map<number, HeldUnit>> {
	const units = await trx
		.selectFrom('unit as u')
		.innerJoin('product as p', 'p.slug', 'u.product')
		.select(['u.id', 'u.subscription_until as subscriptionUntil', 'p.subscription_policy as subscriptionPolicy'])
		.select('p.accessories')
		.where('u.customer_id', '=', customerId)
		.where('u.replaced_by', 'is', null)
		.where(sql<boolean>`u.id = any(${items.map(({ unitId }) => unitId)}::bigint[])`)
		.orderBy('u.id')
		.forUpdate('u')
		.execute();
	return new Map(
		units.map(({ id, subscriptionUntil, ...product }) => {
			const subscriptionPolicy = product.subscriptionPolicy as SubscriptionPolicy;
			return [id, { id, subscriptionUntil, subscriptionPolicy, accessories: product.accessories as Accessory[] }];
		}),
	);
}

/** The RMA that a unit, or a thing that belongs to it, is on at this moment. */
async function findUnderWay(trx: Writing, { unitId, accessory }: RmaItem): Promise<number | undefined> {
	const row = await trx
		.selectFrom('rma_item')
		.select('rma_number as number')
		.where('unit_id', '=', unitId)
		.where(sql<boolean>`accessory is not distinct from ${accessory}::text`)
		.where('active', '=', true)
		.executeTakeFirst();
	return row?.number;
}

async function insert(trx: Writing, asked: Authorisation, items: HeldItem[], now: Date): Promise<number> {
	const { number } = await trx
		.insertInto('rma')
		.values({
			ticket_number: asked.ticketNumber,
			customer_id: asked.senderId,
			branch_id: asked.branchId,
			state_since: now,
			in_warranty: asked.inWarranty,
			instructions: asked.instructions,
			authorised_at: now,
			expires_at: new Date(now.getTime() + asked.days * 86_400_000),
		})
		.returning('number')
		.executeTakeFirstOrThrow();
	await trx
		.insertInto('rma_item')
		.values(
			items.map(({ unitId, accessory, accessories }, index) => ({
				rma_number: number,
				nth: index + 1,
				unit_id: unitId,
				accessory,
				accessories,
			})),
		)
		.execute();
	return number;
}
