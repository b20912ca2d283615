import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { findPlanned } from '../../../../../../../announcements/closure-overseeing.ts';
import { isStanding, stateOf, type OverseenClosure } from '../../../../../../../announcements/overseen-closure.ts';
import { changePublished } from '../../../../../../../announcements/publishing.ts';
import { database } from '../../../../../../../database/connection.ts';
import { refusalWords } from '../../../../../../../refusal-words.ts';
import { Refusal } from '../../../../../../../refusal.ts';
import { branchZone, currentOffices, forgetOffices } from '../../../../../../offices.server.ts';
import { asStaff, doneBy } from '../../../../../../request.server.ts';
import { attempt, receiveTyped } from '../../../../../../typed-form.server.ts';
import { textsOf } from '../../../texts-form.server.ts';
import { changeForm, closureOf, places } from '../../closure-form.server.ts';
import { previewOfChange } from '../../previewing.server.ts';
import { readChange } from '../../reading.server.ts';
import { branchChoices, overseenView, typedClosure } from '../../views.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form that changes a closure; one that is over has none. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'administer');
	const closure = await findPlanned(database(), actor, closureOf(event));
	const { offices } = await currentOffices();
	const view = overseenView(closure, { ...account, offices, now: new Date() });
	if (event.request.method === 'GET' && !isStanding(view.state)) redirect(303, `/desk/admin/closures/${closure.id}`);
	return {
		closure: view,
		texts: closure.announcement.texts,
		current: typedClosure(closure, offices),
		branches: branchChoices(offices),
		zone: branchZone({ offices }, null),
	};
};

export const actions: Actions = {
	async preview(event) {
		const { read, texts, before, values, reader, failure } = await receive(event);
		return failure ?? { values, preview: await previewOfChange(read, texts, before, reader) };
	},

	/** Back from the preview, with everything that was typed. */
	async edit(event) {
		const { values, failure } = await receive(event);
		return failure ?? { values };
	},

	async publish(event) {
		const { read, texts, before, values, reader, failure } = await receive(event);
		if (failure) return failure;
		const { kind: _, ...extent } = read.closure;
		const change = { ...extent, id: before.id, version: before.version };
		const changed = await attempt(
			event,
			(trx) => changePublished(trx, doneBy(event), { change, texts }, reader.now),
			{ values, locale: reader.locale, places },
		);
		if (changed.failure) return changed.failure;
		forgetOffices();
		redirect(303, `/desk/admin/closures/${before.id}?done=changed`);
	},
};

/** A change as it was typed, read, with what it changes; or the form with what is wrong with it, at worst a change in between. */
async function receive(event: RequestEvent) {
	const { actor, account } = asStaff(event, 'administer');
	const { locale } = account;
	const before = await findPlanned(database(), actor, closureOf(event));
	const { data, values, failure } = await receiveTyped(event, changeForm, locale);
	if (failure) return { failure };
	const { offices } = await currentOffices();
	const reader = { actor, offices, locale, now: new Date() };
	const conflict = conflictOf(before, data.version, reader.now);
	if (conflict) {
		// What is sent next has seen this state.
		const typed = { ...values, version: String(before.version) };
		const errors: Record<string, string> = { form: refusalWords(conflict.code, {}, locale) };
		return { failure: fail(conflict.status, { values: typed, errors }) };
	}
	const read = readChange(data, before, reader);
	if (read.errors) return { failure: fail(400, { values, errors: read.errors }) };
	return { read, texts: textsOf(data), before, values, reader };
}

function conflictOf(before: OverseenClosure, version: number, now: Date): Refusal | undefined {
	if (!isStanding(stateOf(before, now))) return new Refusal('closure-over');
	return before.version === version ? undefined : new Refusal('changed-meanwhile');
}
