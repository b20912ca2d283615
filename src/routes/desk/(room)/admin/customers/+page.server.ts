import { countryName } from '../../../../../customers/country.ts';
import { customerSearch, listCustomers } from '../../../../../customers/overseeing.ts';
import { database } from '../../../../../database/connection.ts';
import { may } from '../../../../../identity/actor.ts';
import { asStaff } from '../../../../request.server.ts';
import type { PageServerLoad } from './$types';

/** The customers that this staff member may see, searched and paged by the address. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'register', 'inspect');
	const search = customerSearch(event.url.searchParams);
	const { rows, next } = await listCustomers(database(), actor, search, new Date());
	const page = (after: string) =>
		`/desk/admin/customers?${new URLSearchParams({ ...(search.words && { search: search.words }), ...(after && { after }) })}`;
	return {
		words: search.words,
		rows: rows.map((row) => ({ ...row, country: countryName(row.country, account.locale) })),
		first: search.after ? page('') : null,
		next: next && page(next),
		mayRegister: may(actor, 'register'),
	};
};
