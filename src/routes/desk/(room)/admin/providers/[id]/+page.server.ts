import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../../audit/comparing.ts';
import { database } from '../../../../../../database/connection.ts';
import { answerWithinSeconds, inspectProvider } from '../../../../../../staff/discovering.ts';
import { changeProvider, findProvider, providerFacts, removeProvider } from '../../../../../../staff/providing.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { redirectUri } from '../../../../login/with/elsewhere.server.ts';
import { changeForm, places, providerOf, removeForm } from '../provider-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const nothing = z.strictObject({});

/** One login service; its secret is not among what the page gets. */
export const load: PageServerLoad = async (event) => {
	const { actor } = asStaff(event, 'inspect');
	const provider = await findProvider(database(), actor, providerOf(event));
	const shown = stampOf(providerFacts(provider));
	return { provider, shown, redirectUri: redirectUri(provider.id), seconds: answerWithinSeconds };
};

export const actions: Actions = {
	async change(event) {
		const { account } = asStaff(event, 'administer');
		const id = providerOf(event);
		const { data, values: all, failure } = await receiveTyped(event, changeForm, account.locale);
		// A secret is typed anew: no page carries it back.
		const { secret: _, ...values } = all;
		if (failure) return fail(failure.status, { ...failure.data, values });
		const { client: clientId, secret: clientSecret, factor: asksSecondFactor, ...rest } = data;
		const changed = await attempt(
			event,
			(trx) => changeProvider(trx, doneBy(event), id, { ...rest, clientId, clientSecret, asksSecondFactor }),
			{ values, locale: account.locale, places },
		);
		if (changed.failure) return changed.failure;
		redirect(303, `/desk/admin/providers/${id}?done=saved`);
	},

	async check(event) {
		const { actor, account } = asStaff(event, 'administer');
		const { issuer } = await findProvider(database(), actor, providerOf(event));
		const { failure } = await receiveTyped(event, nothing, account.locale);
		if (failure) return failure;
		return { finding: await inspectProvider(issuer) };
	},

	async remove(event) {
		const { account } = asStaff(event, 'administer');
		const id = providerOf(event);
		const { data, failure } = await receiveTyped(event, removeForm, account.locale);
		if (failure) return failure;
		const form = { values: {}, locale: account.locale };
		const removed = await attempt(event, (trx) => removeProvider(trx, doneBy(event), { id, ...data }), form);
		return removed.failure ?? redirect(303, '/desk/admin/providers?done=removed');
	},
};
