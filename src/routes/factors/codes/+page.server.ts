import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../database/connection.ts';
import { findFactors } from '../../../identity/factor-finding.ts';
import { makeRecoveryCodes } from '../../../identity/recovery-code-making.ts';
import { tellAccount } from '../../../mail/sending-credentials.ts';
import { Refusal } from '../../../refusal.ts';
import { doubtAbout, profileOf } from '../../factoring.server.ts';
import { asAnybody, doneBy } from '../../request.server.ts';
import { fieldsOf } from '../enrolling.server.ts';
import type { Outcome } from '../outcome.ts';
import type { Actions, PageServerLoad } from './$types';

/** Recovery codes are made anew; who has no factor needs none. */
export const load: PageServerLoad = async (event) => {
	const { account } = asAnybody(event);
	const { factors } = await findFactors(database(), account.id);
	if (factors.length === 0) redirect(303, profileOf(account));
	return { profile: profileOf(account) };
};

const asking = z.strictObject({ password: z.string().max(1024) });

export const actions: Actions = {
	renew: async (event) => {
		const { account } = asAnybody(event);
		const { password } = await fieldsOf(event.request, asking);
		const { factors } = await findFactors(database(), account.id);
		if (factors.length === 0) throw new Refusal('not-found');
		const doubt = await doubtAbout(event, account, password);
		if (doubt) return fail(doubt.status, { errors: { password: doubt.problem } } as Outcome);
		const codes = await database()
			.transaction()
			.execute(async (trx) => {
				const made = await makeRecoveryCodes(trx, account.id, doneBy(event));
				await tellAccount(trx, account.id, 'factor-changed', `codes-${account.id}-${Date.now()}`);
				return made;
			});
		return { codes, next: `${profileOf(account)}#factors` } as Outcome;
	},
};
