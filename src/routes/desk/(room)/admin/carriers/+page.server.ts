import { database } from '../../../../../database/connection.ts';
import { addressOf, exampleTracking } from '../../../../../rma/carrier.ts';
import { listCarriers } from '../../../../../rma/finding.ts';
import { asStaff } from '../../../../request.server.ts';
import type { PageServerLoad } from './$types';

/** Who carries parcels, each with the link that a customer would get. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'inspect');
	const carriers = await listCarriers(database());
	return {
		carriers: carriers.map(({ id, name, trackingUrl }) => ({
			id,
			name,
			example: trackingUrl && addressOf(trackingUrl, exampleTracking),
		})),
	};
};
