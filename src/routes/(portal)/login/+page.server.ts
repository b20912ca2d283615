import { officeState } from '../../../branches/branch.ts';
import { listBranches } from '../../../branches/finding.ts';
import { database } from '../../../database/connection.ts';
import { listHelp } from '../../../units/finding.ts';
import { formatTime } from '../../../ui/format.ts';
import { enterBy, passThrough, waitingFor } from '../../entering.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The front page, or its second step for who has given his password: help on the customer code per product, and which branches are at work and how to call them. */
export const load: PageServerLoad = async (event) => {
	const { locals } = event;
	passThrough(event, 'customer');
	const [waiting, branches, help] = await Promise.all([
		waitingFor(event, 'customer'),
		listBranches(database()),
		listHelp(database(), locals.locale),
	]);
	const now = new Date();
	return {
		waiting,
		help,
		offices: branches.map((branch) => {
			const { open, until } = officeState(branch, now);
			return {
				country: new Intl.DisplayNames(locals.locale, { type: 'region' }).of(branch.country) ?? branch.country,
				phone: branch.phone,
				open,
				until: until && formatTime(until, now, locals.locale, branch.timeZone),
			};
		}),
	};
};

export const actions: Actions = {
	default: (event) => enterBy(event, { kind: 'customer', loginField: 'code' }),
};
