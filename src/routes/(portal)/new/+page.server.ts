import { branchServing } from '../../../branches/finding.ts';
import { findCustomer } from '../../../customers/finding.ts';
import { database } from '../../../database/connection.ts';
import { listProducts } from '../../../units/finding.ts';
import { closedFor } from '../../closed.server.ts';
import { asCustomer } from '../../request.server.ts';
import type { PageServerLoad } from './$types';

/** New Ticket, first step: the languages of the branch, and the products. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asCustomer(event);
	const { country } = await findCustomer(database(), actor.id);
	const [branch, products] = await Promise.all([
		branchServing(database(), country),
		listProducts(database(), account.locale),
	]);
	const names = new Intl.DisplayNames(account.locale, { type: 'language' });
	return {
		closed: await closedFor(account, 'tickets'),
		branch: { name: branch.legalName, languages: branch.languages.map((language) => names.of(language) ?? language) },
		products: products.map(({ slug, name, tagline, hasSerials }) => ({ slug, name, tagline, hasSerials })),
	};
};
