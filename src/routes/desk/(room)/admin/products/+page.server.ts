import { database } from '../../../../../database/connection.ts';
import { listProductSettings } from '../../../../../units/product-changing.ts';
import { asStaff } from '../../../../request.server.ts';
import type { PageServerLoad } from './$types';

/** The products with what the administration says of each. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'inspect');
	const products = await listProductSettings(database());
	return {
		products: products.map(({ accessories, ...product }) => ({ ...product, accessories: accessories.length })),
	};
};
