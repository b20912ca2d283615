import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../database/connection.ts';
import type { Account } from '../../../identity/account.ts';
import { waysToProve } from '../../../identity/factor-finding.ts';
import { passSecondFactor, passThrough } from '../../entering.server.ts';
import { stepPage } from '../../request.server.ts';
import { fieldsOf, signedBy } from '../enrolling.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The second step of a login by a passkey: it needs a script, which the doors themselves do without. */
export const load: PageServerLoad = async (event) => {
	const { url } = event;
	const account = asWaiting(event);
	const ways = await waysToProve(database(), account.id);
	if (!ways.includes('passkey')) redirect(303, doorOf(account) + url.search);
	const search = url.searchParams.has('to') ? `?to=${encodeURIComponent(url.searchParams.get('to') ?? '')}` : '';
	return { name: account.name, code: account.code, door: doorOf(account) + search };
};

const signing = z.strictObject({ response: z.string().max(20_000) });

export const actions: Actions = {
	default: async (event) => {
		const account = asWaiting(event);
		const { response } = await fieldsOf(event.request, signing);
		return passSecondFactor(event, account.actor.kind, { signed: signedBy(response) });
	},
};

function asWaiting(event: RequestEvent): Account {
	const { account } = event.locals;
	if (account?.step === 'second-factor') return account;
	if (account) passThrough(event, account.actor.kind);
	return redirect(303, '/login');
}

function doorOf({ actor }: Account): string {
	return stepPage({ step: 'second-factor', actor }) ?? '/login';
}
