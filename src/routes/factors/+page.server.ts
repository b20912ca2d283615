import { fail, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../database/connection.ts';
import type { Account } from '../../identity/account.ts';
import { addPasskey, beginApp, confirmApp, findBegunApp } from '../../identity/enrolling.ts';
import { mostFactors } from '../../identity/factor.ts';
import { findFactors } from '../../identity/factor-finding.ts';
import { checkRegistration } from '../../identity/passkey-checking.ts';
import { m } from '../../paraglide/messages.js';
import { Refusal } from '../../refusal.ts';
import { orRefused, type Refused } from '../entering.server.ts';
import { asEnrolling, doubtAbout, profileOf } from '../factoring.server.ts';
import { connectingOf, deviceNameOf, enrol, fieldsOf, signedBy } from './enrolling.server.ts';
import type { Outcome } from './outcome.ts';
import type { Actions, PageServerLoad } from './$types';

/** How a second factor is set up: as the last step of a login, or from one's profile. */
export const load: PageServerLoad = async (event) => {
	const account = asEnrolling(event);
	const { factors } = await findFactors(database(), account.id);
	return {
		isStep: account.step === 'enrol-factor',
		hasFactor: factors.length > 0,
		isFull: factors.length >= mostFactors,
		to: event.url.searchParams.get('to'),
		profile: profileOf(account),
	};
};

const beginning = z.strictObject({ password: z.string().max(1024).default('') });
const confirming = z.strictObject({ id: z.uuid(), otp: z.string().max(100) });
const registering = z.strictObject({ response: z.string().max(20_000) });

export const actions: Actions = {
	app: begin,
	confirm: async (event) => {
		const account = asEnrolling(event);
		const { id, otp } = await fieldsOf(event.request, confirming);
		const answered = await orRefused(event, () =>
			enrol(event, account, (trx, by, now) => confirmApp(trx, account, { id, code: otp }, by, now)),
		);
		return 'entry' in answered ? answered.entry : askAgain(account, id, answered);
	},
	passkey: async (event) => {
		const account = asEnrolling(event);
		const { response } = await fieldsOf(event.request, registering);
		const answered = await orRefused(event, async () => {
			const credential = await checkRegistration(database(), account, signedBy(response));
			const name = deviceNameOf(event);
			return enrol(event, account, (trx, by, now) => addPasskey(trx, account, { credential, name }, by, now));
		});
		if ('entry' in answered) return answered.entry;
		const { locale } = event.locals;
		const problem = answered.code === 'factor-wrong' ? m.factor_passkey_failed({}, { locale }) : answered.problem;
		return fail(answered.status, { errors: { passkey: problem } } as Outcome);
	},
};

async function begin(event: RequestEvent) {
	const account = asEnrolling(event);
	const { password } = await fieldsOf(event.request, beginning);
	const doubt = await doubtAbout(event, account, password);
	if (doubt) return fail(doubt.status, { errors: { password: doubt.problem } } as Outcome);
	const name = deviceNameOf(event);
	const begun = await database()
		.transaction()
		.execute((trx) => beginApp(trx, account.id, name));
	return { connecting: await connectingOf(account, begun) } as Outcome;
}

/** A wrong first code: the same app, until its time is over. */
async function askAgain(account: Account, id: string, { status, code, problem }: Refused) {
	if (code !== 'factor-wrong') throw new Refusal(code);
	const secret = await findBegunApp(database(), account.id, id);
	return fail(status, {
		connecting: await connectingOf(account, { id, secret }),
		errors: { otp: problem },
	} as Outcome);
}
