import { sql } from 'kysely';
import type { Writing as Transaction } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Writing } from './closure.ts';

/**
 * Lets a customer's words through unless a closure keeps them: the one gate, asked inside of the transaction that writes, by
 * the database's clock at its beginning; at the first instant of a closure nothing passes, at its end everything does again.
 * @throws Refusal `branch-closed` with the closure and its end (product.md B4)
 */
export async function mustBeOpenFor(trx: Transaction, customerId: number, what: Writing): Promise<void> {
	const closed = await trx
		.selectFrom('closure as k')
		.innerJoin('person as p', (join) => join.on('p.id', '=', customerId))
		.select(['k.id', 'k.ends_at as endsAt'])
		.where('k.cancelled_at', 'is', null)
		.where('k.starts_at', '<=', sql<Date>`now()`)
		.where('k.ends_at', '>', sql<Date>`now()`)
		.where(what === 'tickets' ? 'k.no_new_tickets' : 'k.no_messages', '=', true)
		.where(sql<boolean>`(k.branch_id is null or k.branch_id = p.served_by)`)
		.orderBy('k.ends_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (closed) throw new Refusal('branch-closed', { closure: closed.id, until: closed.endsAt.toISOString() });
}
