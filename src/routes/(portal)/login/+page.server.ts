import { redirect } from '@sveltejs/kit';
import { officeState } from '../../../branches/branch.ts';
import { listBranches } from '../../../branches/finding.ts';
import { database } from '../../../database/connection.ts';
import { listHelp } from '../../../units/finding.ts';
import { formatTime } from '../../../ui/format.ts';
import { enterBy } from '../../entering.server.ts';
import { wayBack } from '../../request.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The front page: help on the customer code per product, and which branches are at work and how to call them. */
export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.actor?.kind === 'customer') redirect(303, wayBack(url, '/tickets'));
	const [branches, help] = await Promise.all([listBranches(database()), listHelp(database(), locals.locale)]);
	const now = new Date();
	return {
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
	default: (event) => enterBy(event, { kind: 'customer', loginField: 'code', home: '/tickets' }),
};
