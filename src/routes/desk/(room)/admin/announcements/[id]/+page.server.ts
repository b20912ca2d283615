import { randomUUID } from 'node:crypto';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { changeAnnouncement, previewChange, withdrawAnnouncement } from '../../../../../../announcements/announcing.ts';
import { countTold } from '../../../../../../announcements/counting.ts';
import { findAnnouncement } from '../../../../../../announcements/overseeing.ts';
import { addressedId } from '../../../../../../database/addressed-id.ts';
import { listBranches } from '../../../../../../branches/finding.ts';
import { database } from '../../../../../../database/connection.ts';
import { once } from '../../../../../../database/submitting.ts';
import { may } from '../../../../../../identity/actor.ts';
import { Refusal } from '../../../../../../refusal.ts';
import { formatDateTime } from '../../../../../../ui/format.ts';
import { carried } from '../../../../../form.server.ts';
import { forgetOffices } from '../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import {
	changeForm,
	choicesOf,
	counted,
	places,
	previewed,
	receiveAnnouncement,
	shownFacts,
	typedAnnouncement,
} from '../announcement-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const withdrawForm = z.strictObject({ revision: changeForm.shape.revision, key: carried.key });

/** One announcement: what it says, for whom, and how many were told; while it is not past, the form that changes it. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const now = new Date();
	const announcement = await findAnnouncement(database(), actor, idOf(event), now);
	const [branches, told] = await Promise.all([listBranches(database()), countTold(database(), announcement)]);
	const { state, texts, revision, shownFrom, publishedAt, changedAt } = announcement;
	const shown = (at: Date) => formatDateTime(at, account.locale, account.timeZone, 'full');
	return {
		...shownFacts(announcement, branches, account),
		title: texts[account.locale].title,
		texts,
		state,
		revision,
		hasBegun: shownFrom <= now,
		told: counted(told, account),
		published: shown(publishedAt),
		changed: revision > 1 ? shown(changedAt) : null,
		mayChange: may(actor, 'administer') && (state === 'shown' || state === 'coming'),
		typed: typedAnnouncement(announcement, branches),
		choices: choicesOf(branches),
		key: randomUUID(),
	};
};

export const actions: Actions = {
	async preview(event) {
		const { account } = asStaff(event, 'administer');
		const { locale } = account;
		const id = await mustExist(event);
		const { data, values, failure: unfit } = await receiveAnnouncement(event, changeForm, locale);
		if (!data) return unfit;
		const { announcement, revision } = data;
		const { outcome, failure } = await attempt(
			event,
			(trx) => previewChange(trx, { ...announcement, seen: { id, revision } }, new Date()),
			{ values, locale, places },
		);
		if (!outcome) return failure;
		return { values, preview: previewed(announcement, outcome, await listBranches(database()), account) };
	},

	async edit(event) {
		const { account } = asStaff(event, 'administer');
		await mustExist(event);
		const { values, failure } = await receiveAnnouncement(event, changeForm, account.locale);
		return failure ?? { values };
	},

	async publish(event) {
		const { account } = asStaff(event, 'administer');
		const { locale } = account;
		const id = await mustExist(event);
		const { data, values, failure: unfit } = await receiveAnnouncement(event, changeForm, locale);
		if (!data) return unfit;
		const { announcement, revision, key } = data;
		const change = { ...announcement, seen: { id, revision } };
		const { failure } = await attempt(
			event,
			(trx) =>
				once(trx, account.id, key, async () => {
					await changeAnnouncement(trx, doneBy(event), change, new Date());
					return 'changed';
				}),
			{ values, locale, places },
		);
		if (failure) return failure;
		forgetOffices();
		redirect(303, `/desk/admin/announcements/${id}?done=changed`);
	},

	async withdraw(event) {
		const { account } = asStaff(event, 'administer');
		const id = await mustExist(event);
		const { data, failure: unfit } = await receiveTyped(event, withdrawForm, account.locale);
		if (!data) return unfit;
		const { revision, key } = data;
		const { failure } = await attempt(
			event,
			(trx) =>
				once(trx, account.id, key, async () => {
					await withdrawAnnouncement(trx, doneBy(event), { id, revision }, new Date());
					return 'withdrawn';
				}),
			{ values: {}, locale: account.locale },
		);
		if (failure) return fail(failure.status, { errors: failure.data.errors });
		forgetOffices();
		redirect(303, `/desk/admin/announcements/${id}?done=withdrawn`);
	},
};

async function mustExist(event: RequestEvent): Promise<number> {
	const { actor } = asStaff(event, 'inspect');
	return (await findAnnouncement(database(), actor, idOf(event), new Date())).id;
}

function idOf({ params }: RequestEvent): number {
	const id = addressedId(params['id']);
	if (id === undefined) throw new Refusal('not-found');
	return id;
}
