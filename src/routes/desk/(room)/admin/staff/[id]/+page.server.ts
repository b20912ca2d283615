import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { stampOf } from '../../../../../../audit/comparing.ts';
import type { By } from '../../../../../../audit/entry.ts';
import { database, type Writing } from '../../../../../../database/connection.ts';
import { changeMember, memberFacts } from '../../../../../../staff/changing.ts';
import { findMember } from '../../../../../../staff/finding.ts';
import { inviteAgain } from '../../../../../../staff/inviting.ts';
import { comeBack, resetFactors } from '../../../../../../staff/leaving.ts';
import { branchChoices } from '../../../../../../staff/serving.ts';
import { formatDateTime } from '../../../../../../ui/format.ts';
import { attempt, receiveTyped } from '../../../../../typed-form.server.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { changeForm, memberOf, places, receiveMember } from '../member-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One of the staff: who he is, what he may, how he comes in. */
export const load: PageServerLoad = async (event) => {
	const { actor, account } = asStaff(event, 'inspect');
	const [member, branches] = await Promise.all([
		findMember(database(), actor, memberOf(event)),
		branchChoices(database()),
	]);
	const { seenAt, invitedUntil, locale, timeZone, ...shown } = member;
	const inWords = (at: Date | null) => at && formatDateTime(at, account.locale, account.timeZone);
	return {
		member: {
			...shown,
			timeZone,
			language: new Intl.DisplayNames(account.locale, { type: 'language' }).of(locale) ?? locale,
			seen: inWords(seenAt),
			invitedUntil: member.state === 'invited' ? inWords(invitedUntil) : null,
			isExpired: !invitedUntil || invitedUntil < new Date(),
			isYou: member.id === actor.id,
		},
		branches,
		shown: stampOf(memberFacts(member)),
	};
};

export const actions: Actions = {
	async change(event) {
		const { account } = asStaff(event, 'administer');
		const id = memberOf(event);
		const { data, values, failure } = await receiveMember(event, changeForm, account.locale);
		if (failure) return failure;
		const { branch: branches, ...change } = data;
		const changed = await attempt(
			event,
			(trx) => changeMember(trx, doneBy(event), id, { ...change, branches, keepSession: account.sessionId }),
			{ values, locale: account.locale, places },
		);
		if (changed.failure) return changed.failure;
		redirect(303, `/desk/admin/staff/${id}?done=saved`);
	},

	again: (event) => press(event, 'invited', inviteAgain),
	reset: (event) => press(event, 'reset', resetFactors),
	return: (event) => press(event, 'returned', comeBack),
};

type Verb = (trx: Writing, by: By, id: number, now: Date) => Promise<void>;

/** A button without fields. */
async function press(event: RequestEvent, done: string, verb: Verb) {
	const { account } = asStaff(event, 'administer');
	const id = memberOf(event);
	const { values, failure } = await receiveTyped(event, z.strictObject({}), account.locale);
	if (failure) return failure;
	const pressed = await attempt(event, (trx) => verb(trx, doneBy(event), id, new Date()), {
		values,
		locale: account.locale,
	});
	if (pressed.failure) return pressed.failure;
	redirect(303, `/desk/admin/staff/${id}?done=${done}`);
}
