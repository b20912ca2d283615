import { redirect } from '@sveltejs/kit';
import { changeBranch } from '../../../../../../branches/changing.ts';
import { findBranchSheet, listBranchSheets } from '../../../../../../branches/finding.ts';
import { database } from '../../../../../../database/connection.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { currentOffices, forgetOffices } from '../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt } from '../../../../../typed-form.server.ts';
import { branchOf, changeForm, choicesFor, formOf, places, receiveBranch } from '../branch-form.server.ts';
import { viewOf } from '../branch-view.server.ts';
import { movesToAgree } from '../moves.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One branch, to be read and, by administrators, changed. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const [sheets, { closures }] = await Promise.all([listBranchSheets(database(), actor), currentOffices()]);
	const sheet = sheets.find(({ id }) => id === branchOf(event));
	if (!sheet) throw new Refusal('not-found');
	const others = sheets.filter(({ id }) => id !== sheet.id);
	return {
		branch: viewOf(sheet, { locale: account.locale, closures, now: new Date() }),
		current: formOf(sheet),
		version: String(sheet.version),
		choices: choicesFor(others, account.locale, sheet.timeZone),
	};
};

export const actions: Actions = {
	async default(event) {
		const { actor, account } = asStaff(event, 'administer');
		const { locale } = account;
		const before = await findBranchSheet(database(), actor, branchOf(event));
		const { data, branch, values, failure } = await receiveBranch(event, changeForm, locale);
		if (failure) return failure;
		const change = { ...branch, id: before.id, version: data.version };
		// What somebody else has changed meanwhile is told first.
		if (before.version === change.version) {
			const takesTheRest = before.takesTheRest || branch.takesTheRest;
			const sheets = await listBranchSheets(database(), actor);
			const moves = await movesToAgree(sheets, { ...change, takesTheRest }, data.moves);
			if (moves) return { values, errors: {}, moves };
		}
		const changed = await attempt(event, (trx) => changeBranch(trx, actor, doneBy(event), change), {
			values,
			locale,
			places,
		});
		if (changed.failure) return changed.failure;
		forgetOffices();
		redirect(303, `/desk/admin/branches/${before.id}?done=saved`);
	},
};
