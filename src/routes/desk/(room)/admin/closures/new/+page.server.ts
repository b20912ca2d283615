import { randomUUID } from 'node:crypto';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { publishClosure } from '../../../../../../announcements/publishing.ts';
import { closureKinds } from '../../../../../../branches/closure.ts';
import { once } from '../../../../../../database/submitting.ts';
import { branchZone, currentOffices, forgetOffices } from '../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { textsOf } from '../../texts-form.server.ts';
import { places, planForm } from '../closure-form.server.ts';
import { previewOfNew } from '../previewing.server.ts';
import { proposalOf } from '../proposing.server.ts';
import { readPlanned } from '../reading.server.ts';
import { branchChoices } from '../views.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form for a new closure, with what is proposed for the kind that the address names. */
export const load: PageServerLoad = async (event) => {
	asStaff(event, 'administer');
	const { offices } = await currentOffices();
	const kind = closureKinds.find((one) => one === event.url.searchParams.get('kind')) ?? 'company_holiday';
	return {
		proposal: proposalOf(kind, branchZone({ offices }, null), new Date()),
		branches: branchChoices(offices),
		zone: branchZone({ offices }, null),
		key: randomUUID(),
	};
};

export const actions: Actions = {
	async preview(event) {
		const { read, texts, values, reader, failure } = await receive(event);
		return failure ?? { values, preview: await previewOfNew(read, texts, reader) };
	},

	/** Back from the preview, with everything that was typed. */
	async edit(event) {
		const { account } = asStaff(event, 'administer');
		const { values, failure } = await receiveTyped(event, planForm, account.locale);
		return failure ?? { values };
	},

	async publish(event) {
		const { read, texts, key, values, reader, failure } = await receive(event);
		if (failure) return failure;
		const announced = { closure: read.closure, texts };
		const published = await attempt(
			event,
			(trx) => once(trx, reader.account.id, key, () => publishClosure(trx, doneBy(event), announced, reader.now)),
			{ values, locale: reader.locale, places },
		);
		if (published.failure) return published.failure;
		forgetOffices();
		redirect(303, `/desk/admin/closures/${published.outcome}?done=published`);
	},
};

/** A new closure as it was typed, read; or the form with what is wrong with it. */
async function receive(event: RequestEvent) {
	const { account } = asStaff(event, 'administer');
	const { locale } = account;
	const { data, values, failure } = await receiveTyped(event, planForm, locale);
	if (failure) return { failure };
	const { offices } = await currentOffices();
	const reader = { account, offices, locale, now: new Date() };
	const read = readPlanned(data, reader);
	if (read.errors) return { failure: fail(400, { values, errors: read.errors }) };
	return { read, texts: textsOf(data), key: data.key, values, reader };
}
