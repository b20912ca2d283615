import { database } from '../../../../../database/connection.ts';
import { listProviders } from '../../../../../staff/providing.ts';
import { asStaff } from '../../../../request.server.ts';
import type { PageServerLoad } from './$types';

/** The login services of the maker's own company. */
export const load: PageServerLoad = async (event) => {
	const { actor } = asStaff(event, 'inspect');
	const rows = await listProviders(database(), actor);
	return { rows: rows.map(({ clientId: _, hasSecret: __, ...row }) => row) };
};
