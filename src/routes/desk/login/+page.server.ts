import { database } from '../../../database/connection.ts';
import { offeredProviders } from '../../../staff/providing.ts';
import { enterBy, passThrough, waitingFor } from '../../entering.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The desk's door, or its second step for who has given his password. */
export const load: PageServerLoad = async (event) => {
	passThrough(event, 'staff');
	const [waiting, providers] = await Promise.all([waitingFor(event, 'staff'), offeredProviders(database())]);
	return { waiting, providers };
};

export const actions: Actions = {
	default: (event) => enterBy(event, { kind: 'staff', loginField: 'email' }),
};
