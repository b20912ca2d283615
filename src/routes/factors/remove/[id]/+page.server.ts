import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../database/connection.ts';
import type { Account } from '../../../../identity/account.ts';
import { removeFactor } from '../../../../identity/factor-removing.ts';
import { tellAccount } from '../../../../mail/sending-credentials.ts';
import { Refusal } from '../../../../refusal.ts';
import { orRefused } from '../../../entering.server.ts';
import { doubtAbout, factorsOf, profileOf } from '../../../factoring.server.ts';
import { asAnybody, doneBy } from '../../../request.server.ts';
import { fieldsOf } from '../../enrolling.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks once more before a factor is removed. */
export const load: PageServerLoad = async (event) => {
	const { account } = asAnybody(event);
	return { factor: await ownFactor(account, event.params.id), profile: profileOf(account) };
};

const asking = z.strictObject({ password: z.string().max(1024) });

export const actions: Actions = {
	remove: async (event) => {
		const { account } = asAnybody(event);
		const { password } = await fieldsOf(event.request, asking);
		const { id } = await ownFactor(account, event.params.id);
		const doubt = await doubtAbout(event, account, password);
		if (doubt) return fail(doubt.status, { problem: doubt.problem });
		const answered = await orRefused(event, () =>
			database()
				.transaction()
				.execute(async (trx) => {
					await tellAccount(trx, account.id, 'factor-changed', `factor-${id}-removed`);
					await removeFactor(trx, account, id, doneBy(event));
				}),
		);
		if (!('entry' in answered)) return fail(answered.status, { problem: answered.problem });
		redirect(303, `${profileOf(account)}#factors`);
	},
};

/** One of the account's own factors; somebody else's is as missing as none. */
async function ownFactor(account: Account, id: string) {
	const { factors } = await factorsOf(account);
	const factor = factors.find((one) => one.id === id);
	if (!factor) throw new Refusal('not-found');
	return factor;
}
