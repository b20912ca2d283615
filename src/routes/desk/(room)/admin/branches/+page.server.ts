import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../audit/comparing.ts';
import { silenceLimits } from '../../../../../branches/branch.ts';
import { findSilence, listBranchSheets } from '../../../../../branches/finding.ts';
import { changeSilence } from '../../../../../branches/silence-changing.ts';
import { database } from '../../../../../database/connection.ts';
import type { Locale } from '../../../../../identity/account.ts';
import { m } from '../../../../../paraglide/messages.js';
import { currentOffices } from '../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../typed-form.server.ts';
import { viewOf } from './branch-view.server.ts';
import type { Actions, PageServerLoad } from './$types';

const limits = { reminded: silenceLimits.remindedAfterDays, closed: silenceLimits.closedAfterDays };
const days = (most: number) =>
	z
		.string()
		.trim()
		.regex(/^\d{1,3}$/)
		.transform(Number)
		.pipe(z.number().min(1).max(most));
const silenceForm = z.strictObject({
	reminded: days(limits.reminded),
	closed: days(limits.closed),
	shown: z.string().max(50),
});

/** The branches as they are at this moment, and after how many days a customer's silence has consequences. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const db = database();
	const [sheets, silence, { closures }] = await Promise.all([
		listBranchSheets(db, actor),
		findSilence(db),
		currentOffices(),
	]);
	const reader = { locale: account.locale, closures, now: new Date() };
	return {
		branches: sheets.map((sheet) => viewOf(sheet, reader)),
		silence: { ...silence, shown: stampOf(silence) },
		limits,
	};
};

export const actions: Actions = {
	async silence(event) {
		const { actor, account } = asStaff(event, 'administer');
		const { data, values, failure } = await receiveTyped(event, silenceForm, account.locale);
		if (failure) return fail(400, { values, errors: explained(failure.data.errors, account.locale) });
		const { reminded: remindedAfterDays, closed: closedAfterDays, shown } = data;
		const changed = await attempt(
			event,
			(trx) => changeSilence(trx, actor, doneBy(event), { remindedAfterDays, closedAfterDays, shown }),
			{ values, locale: account.locale, places: { 'silence-wrong': 'closed' } },
		);
		return changed.failure ?? redirect(303, '/desk/admin/branches?done=silence#silence');
	},
};

/** What is wrong with a number of days is always the same. */
function explained(errors: Record<string, string>, locale: Locale): Record<string, string> {
	const words = Object.entries(limits)
		.filter(([field]) => errors[field])
		.map(([field, most]) => [field, m.silence_days_wrong({ most }, { locale })] as const);
	return { ...errors, ...Object.fromEntries(words) };
}
