import { redirect } from '@sveltejs/kit';
import { countToldAgain, findPlanned } from '../../../../../../../announcements/closure-overseeing.ts';
import { isStanding } from '../../../../../../../announcements/overseen-closure.ts';
import { cancelPublished } from '../../../../../../../announcements/publishing.ts';
import { database } from '../../../../../../../database/connection.ts';
import { formatNumber } from '../../../../../../../ui/format.ts';
import { currentOffices, forgetOffices } from '../../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../../typed-form.server.ts';
import { cancelForm, closureOf } from '../../closure-form.server.ts';
import { overseenView } from '../../views.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Says what happens, and who is told, before a closure is cancelled or ended. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'administer');
	const found = await findPlanned(database(), actor, closureOf(event));
	const { offices } = await currentOffices();
	const closure = overseenView(found, { ...account, offices, now: new Date() });
	if (event.request.method === 'GET' && !isStanding(closure.state))
		redirect(303, `/desk/admin/closures/${closure.id}`);
	const what = closure.state === 'running' ? 'change' : 'withdrawal';
	const count = await countToldAgain(database(), actor, found, what);
	return { closure, version: found.version, told: { count, number: formatNumber(count, account.locale) } };
};

export const actions: Actions = {
	/** Undoes what was to come; what runs ends now. */
	async cancel(event) {
		const { actor, account } = asStaff(event, 'administer');
		const { id } = await findPlanned(database(), actor, closureOf(event));
		const { data, values, failure } = await receiveTyped(event, cancelForm, account.locale);
		if (failure) return failure;
		const cancelled = await attempt(
			event,
			(trx) => cancelPublished(trx, doneBy(event), { id, version: data.version }, new Date()),
			{ values, locale: account.locale },
		);
		if (cancelled.failure) return cancelled.failure;
		forgetOffices();
		redirect(303, `/desk/admin/closures/${id}?done=${cancelled.outcome}`);
	},
};
