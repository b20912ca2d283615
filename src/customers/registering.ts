import type { Writing } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';

export type NewCustomer = {
	code: string;
	company: string;
	email: string;
	country: string;
	locale: Locale;
	timeZone: string;
	address?: string;
	phone?: string;
	passwordHash?: string | null;
};

/**
 * Makes a customer and the account he logs in with; answers the id of both. Without a password hash the account
 * exists and opens nothing. A code in use is refused by the database (`customer_code_is_taken`).
 */
export async function registerCustomer(trx: Writing, customer: NewCustomer): Promise<number> {
	const { id } = await trx
		.insertInto('account')
		.values({
			kind: 'customer',
			login: customer.code.toLowerCase(),
			locale: customer.locale,
			time_zone: customer.timeZone,
			password_hash: customer.passwordHash ?? null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const { code, company, email, country, address = '', phone = '' } = customer;
	await trx.insertInto('customer').values({ id, code, company, email, country, address, phone }).execute();
	return id;
}
