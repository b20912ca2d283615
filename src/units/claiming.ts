import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { registerCustomer, type NewCustomer } from '../customers/registering.ts';
import type { Reading, Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { keyed, limiterKey, networkOf, spendTry } from '../identity/counting.ts';
import { Refusal } from '../refusal.ts';
import { isSerial, registerUnit } from './registering.ts';
import { bareSerial, type UnitKind } from './unit.ts';

export type Claim = { product: string; serial: string };

const triesPerAddress = 20;
// What one address may not, a thousand may not either.
const triesOfEverybody = 1000;

/** Counts a try before anything is looked up. @throws Refusal `too-many-attempts` with `retryAfter` in seconds */
export async function spendClaim(db: Reading, address: string): Promise<void> {
	const secret = await limiterKey(db);
	await spendTry(db, keyed(secret, 'register', networkOf(address)), triesPerAddress);
	await spendTry(db, 'register', triesOfEverybody);
}

/**
 * A visitor registers a released unit: he becomes a customer with a new code, the unit is his as it was released, and both code and first
 * password are in the letter alone (product.md E3). A form that comes twice, known by its key, makes one customer.
 * @throws Refusal `serial-not-released`, `email-invalid`, `form-invalid`
 */
export async function claimAsVisitor(
	trx: Writing,
	claim: Claim & { key?: string },
	customer: Omit<NewCustomer, 'code' | 'passwordHash' | 'mailed'>,
	by: By,
	now: Date,
): Promise<void> {
	const released = await take(trx, claim, now);
	const isRepeated = await wasSent(trx, claim);
	if (!released) {
		if (isRepeated) return;
		throw new Refusal('serial-not-released');
	}
	const { id } = await registerCustomer(trx, customer, by, now);
	if (claim.key) {
		await trx.insertInto('submission').values({ account_id: id, key: claim.key, outcome: 'null' }).execute();
	}
	await register(trx, released, { product: claim.product, customerId: id }, by, now);
}

/** A customer adds a released unit to his own. @throws Refusal `serial-not-released` */
export async function claimAsCustomer(
	trx: Writing,
	customer: CustomerActor,
	claim: Claim,
	by: By,
	now: Date,
): Promise<void> {
	const released = await take(trx, claim, now);
	if (!released) throw new Refusal('serial-not-released');
	await register(trx, released, { product: claim.product, customerId: customer.id }, by, now);
}

type Released = { serial: string; kind: UnitKind | null; masterId: number | null; subscriptionUntil: string | null };

/**
 * One statement decides who gets it: whoever asks second waits for the first and finds it taken. What is unknown, claimed or registered
 * finds nothing either, in the same time.
 */
async function take(trx: Writing, { product, serial }: Claim, now: Date): Promise<Released | undefined> {
	const row = await trx
		.updateTable('released_serial as r')
		.set({ claimed_at: now })
		.where('r.product', '=', product)
		.where('r.bare_serial', '=', isSerial(serial) ? bareSerial(serial) : '')
		.where('r.claimed_at', 'is', null)
		.where(
			sql<boolean>`not exists (select from unit as u where u.product = r.product and u.bare_serial = r.bare_serial)`,
		)
		.returning(['r.serial', 'r.kind', 'r.master_id as masterId', 'r.subscription_until as subscriptionUntil'])
		.executeTakeFirst();
	return row && { ...row, kind: row.kind as UnitKind | null };
}

/** Whether this very form has registered this very unit before. */
async function wasSent(trx: Writing, { product, serial, key = '' }: Claim & { key?: string }): Promise<boolean> {
	const before = await trx
		.selectFrom('released_serial as r')
		.innerJoin('submission as s', 's.account_id', 'r.claimed_by')
		.select('r.id')
		.where('r.product', '=', product)
		.where('r.bare_serial', '=', bareSerial(serial))
		.where('s.key', '=', key)
		.executeTakeFirst();
	return before !== undefined;
}

type Claimed = { product: string; customerId: number };

async function register(trx: Writing, released: Released, { product, customerId }: Claimed, by: By, now: Date) {
	// A Slave that its own Master registers has no Master beside himself.
	const masterId = released.masterId === customerId ? null : released.masterId;
	await registerUnit(trx, { ...released, product, masterId, customerId }, by, now);
}
