import type { Reading } from '../database/connection.ts';
import type { Customer } from './customer.ts';

/** A customer by his account's id, for the one who is logged in and for letters to him. */
export async function findCustomer(db: Reading, id: number): Promise<Customer> {
	return db
		.selectFrom('customer as c')
		.innerJoin('account as a', 'a.id', 'c.id')
		.select(['c.id', 'c.code', 'c.company', 'c.email', 'c.country', 'a.locale', 'a.time_zone as timeZone'])
		.where('c.id', '=', id)
		.executeTakeFirstOrThrow();
}
