import { database } from '../../../database/connection.ts';
import { listHelp } from '../../../units/finding.ts';
import { enterBy, passThrough, waitingFor } from '../../entering.server.ts';
import { listOffices } from '../../offices.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The front page, or its second step for who has given his password: help on the customer code per product, and which branches are at work and how to call them. */
export const load: PageServerLoad = async (event) => {
	const { locals } = event;
	passThrough(event, 'customer');
	const [waiting, offices, help] = await Promise.all([
		waitingFor(event, 'customer'),
		listOffices(locals.locale),
		listHelp(database(), locals.locale),
	]);
	return { waiting, help, offices };
};

export const actions: Actions = {
	default: (event) => enterBy(event, { kind: 'customer', loginField: 'code' }),
};
