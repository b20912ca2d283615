import { redirect } from '@sveltejs/kit';
import { addBranch } from '../../../../../../branches/changing.ts';
import { listBranchSheets } from '../../../../../../branches/finding.ts';
import { database } from '../../../../../../database/connection.ts';
import { forgetOffices } from '../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt } from '../../../../../typed-form.server.ts';
import { addForm, choicesFor, places, receiveBranch } from '../branch-form.server.ts';
import { movesToAgree } from '../moves.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'administer');
	return { choices: choicesFor(await listBranchSheets(database(), actor), account.locale) };
};

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'administer');
		const { locale } = account;
		const { data, branch, values, failure } = await receiveBranch(event, addForm, locale);
		if (failure) return failure;
		const sheets = await listBranchSheets(database(), actor);
		const moves = await movesToAgree(sheets, { ...branch, id: null }, data.moves);
		if (moves) return { values, errors: {}, moves };
		const wanted = { ...branch, slug: data.slug };
		const added = await attempt(event, (trx) => addBranch(trx, actor, doneBy(event), wanted), {
			values,
			locale,
			places,
		});
		if (added.failure) return added.failure;
		forgetOffices();
		redirect(303, `/desk/admin/branches/${added.outcome}?done=added`);
	},
};
