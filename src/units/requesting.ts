import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import { isSeenBy } from '../customers/overseeing.ts';
import type { Reading, Writing } from '../database/connection.ts';
import type { CustomerActor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { unitSubject, type LockedUnit } from './locking.ts';
import { bareSerial } from './unit.ts';

/** So many numbers one Master may ask for within a day: he has that many Slaves, a guesser needs more. */
const requestsPerDay = 20;

/** What a Master asked for and nobody has answered yet. */
export type WaitingRequest = { id: number; productName: string; serial: string; at: Date };

/** A request as staff see it; without a unit nobody has registered that number. */
export type BindingRequest = WaitingRequest & {
	unitId: number | null;
	masterCode: string;
	masterCompany: string;
	ownerCode: string | null;
	ownerCompany: string | null;
	/** Whether it is a Slave unit of somebody else that is bound to nobody. */
	bindable: boolean;
};

/**
 * A Master asks to have a Slave's unit bound to him. Whatever the number is, his answer is the same and the request stands: he
 * learns nothing about units that are not his. Asked again while it waits, it is the same request.
 * @throws Refusal `not-found` (product), `form-invalid` (`serial`), `serial-taken` (his own unit), `bound-already` (to him),
 * `too-many-attempts`
 */
export async function requestBinding(
	trx: Writing,
	master: CustomerActor,
	{ product, serial }: { product: string; serial: string },
	by: By,
	now: Date,
): Promise<void> {
	if (!bareSerial(serial) || serial.length > 64) throw new Refusal('form-invalid', { field: 'serial' });
	await mustBeNews(trx, master, product, serial);
	await mustNotBeTooMany(trx, master, now);
	const added = await trx
		.insertInto('binding_request')
		.values({ master_id: master.id, product, serial, created_at: now })
		.onConflict((conflict) => conflict.doNothing())
		.returning('id')
		.executeTakeFirst();
	if (added) await record(trx, by, { action: 'binding-requested', subject: unitSubject({ product, serial }) });
}

/** The Master does not want it any more. @throws Refusal `not-found`, the same when it is answered already or not his */
export async function withdrawBinding(
	trx: Writing,
	master: CustomerActor,
	requestId: number,
	by: By,
	now: Date,
): Promise<void> {
	const withdrawn = await trx
		.updateTable('binding_request')
		.set({ state: 'withdrawn', decided_at: now, decided_by: by.accountId })
		.where('id', '=', requestId)
		.where('master_id', '=', master.id)
		.where('state', '=', 'waiting')
		.returning(['product', 'serial'])
		.executeTakeFirst();
	if (!withdrawn) throw new Refusal('not-found');
	await record(trx, by, { action: 'binding-withdrawn', subject: unitSubject(withdrawn) });
}

/** What this Master waits for, newest first. */
export async function listOwnRequests(db: Reading, master: CustomerActor): Promise<WaitingRequest[]> {
	return db
		.selectFrom('binding_request as r')
		.innerJoin('product as p', 'p.slug', 'r.product')
		.select(['r.id', 'p.name as productName', 'r.serial', 'r.created_at as at'])
		.where('r.master_id', '=', master.id)
		.where('r.state', '=', 'waiting')
		.orderBy('r.id', 'desc')
		.execute();
}

/** So many requests staff see at once, the oldest first. */
export const mostRequestsShown = 200;

/** What waits for an answer by these staff: of their branches' units, and of their branches' Masters where nobody has the unit. */
export async function listRequests(db: Reading, staff: StaffActor): Promise<BindingRequest[]> {
	return requestsOf(db, staff)
		.innerJoin('product as p', 'p.slug', 'r.product')
		.innerJoin('customer as m', 'm.id', 'r.master_id')
		.select(['r.id', 'p.name as productName', 'r.serial', 'r.created_at as at', 'u.id as unitId'])
		.select(['m.code as masterCode', 'm.company as masterCompany'])
		.select(['o.code as ownerCode', 'o.company as ownerCompany'])
		.select(
			sql<boolean>`coalesce(u.kind = 'slave' and u.master_id is null and u.replaced_by is null and u.customer_id <> r.master_id, false)`.as(
				'bindable',
			),
		)
		.where('r.state', '=', 'waiting')
		.orderBy('r.created_at')
		.orderBy('r.id')
		.limit(mostRequestsShown)
		.execute();
}

/** One request that these staff may answer. @throws Refusal `not-found` */
export async function findRequest(db: Reading, staff: StaffActor, id: number) {
	const row = await requestsOf(db, staff)
		.select(['r.id', 'r.state', 'r.master_id as masterId', 'r.product', 'r.serial'])
		// What was replaced is bound to nobody new.
		.select(sql<number | null>`case when u.replaced_by is null then u.id end`.as('unitId'))
		.where('r.id', '=', id)
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	return row;
}

function requestsOf(db: Reading, staff: StaffActor) {
	const ofOwner = isSeenBy(staff, sql.ref('o'));
	const ofMaster = isSeenBy(staff, sql.ref('asker'));
	return db
		.selectFrom('binding_request as r')
		.innerJoin('customer as asker', 'asker.id', 'r.master_id')
		.leftJoin('unit as u', (join) =>
			join.onRef('u.product', '=', 'r.product').onRef('u.bare_serial', '=', 'r.bare_serial'),
		)
		.leftJoin('customer as o', 'o.id', 'u.customer_id')
		.where(sql<boolean>`case when o.id is null then ${ofMaster} else ${ofOwner} end`);
}

/** @throws Refusal `changed-meanwhile` */
export async function declineRequest(
	trx: Writing,
	request: { id: number; product: string; serial: string },
	by: By,
	now: Date,
): Promise<void> {
	const declined = await trx
		.updateTable('binding_request')
		.set({ state: 'declined', decided_at: now, decided_by: by.accountId })
		.where('id', '=', request.id)
		.where('state', '=', 'waiting')
		.executeTakeFirst();
	if (declined.numUpdatedRows === 0n) throw new Refusal('changed-meanwhile');
	await record(trx, by, { action: 'binding-declined', subject: unitSubject(request) });
}

/** Answers everybody who waits for a locked unit: granted to its new Master, declined to all others. */
export async function settleRequests(
	trx: Writing,
	by: By,
	unit: Pick<LockedUnit, 'product' | 'bareSerial'>,
	masterId: number | null,
	now: Date,
): Promise<void> {
	await trx
		.updateTable('binding_request')
		.set({
			state: sql`case when master_id = ${masterId}::bigint then 'accepted' else 'declined' end`,
			decided_at: now,
			decided_by: by.accountId,
		})
		.where('product', '=', unit.product)
		.where('bare_serial', '=', unit.bareSerial)
		.where('state', '=', 'waiting')
		.execute();
}

// Of units that are his already he knows everything, so that nothing is given away.
async function mustBeNews(trx: Writing, master: CustomerActor, product: string, serial: string): Promise<void> {
	const offered = await trx
		.selectFrom('product')
		.select('slug')
		.where('slug', '=', product)
		.where('has_serials', '=', true)
		.executeTakeFirst();
	if (!offered) throw new Refusal('not-found');
	const unit = await trx
		.selectFrom('unit')
		.select(['customer_id as customerId'])
		.where('product', '=', product)
		.where('bare_serial', '=', bareSerial(serial))
		.where((where) => where.or([where('customer_id', '=', master.id), where('master_id', '=', master.id)]))
		.executeTakeFirst();
	if (unit) throw new Refusal(unit.customerId === master.id ? 'serial-taken' : 'bound-already');
}

// The account's row is locked: requests sent at the same moment are counted one after the other.
async function mustNotBeTooMany(trx: Writing, master: CustomerActor, now: Date): Promise<void> {
	await trx.selectFrom('account').select('id').where('id', '=', master.id).forNoKeyUpdate().execute();
	const dayAgo = new Date(now.getTime() - 86_400_000);
	const { asked, first } = await trx
		.selectFrom('binding_request')
		.select([sql<number>`count(*)::int`.as('asked'), sql<Date | null>`min(created_at)`.as('first')])
		.where('master_id', '=', master.id)
		.where('created_at', '>', dayAgo)
		.executeTakeFirstOrThrow();
	if (asked >= requestsPerDay && first) {
		const retryAfter = Math.ceil((first.getTime() - dayAgo.getTime()) / 1000);
		throw new Refusal('too-many-attempts', { retryAfter });
	}
}
