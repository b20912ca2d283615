import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { database } from '../../../../../../../database/connection.ts';
import { findMember } from '../../../../../../../staff/finding.ts';
import { leave } from '../../../../../../../staff/leaving.ts';
import { countInHand, giveBackAll } from '../../../../../../../tickets/taking.ts';
import { attempt, receiveTyped } from '../../../../../../typed-form.server.ts';
import { asStaff, doneBy } from '../../../../../../request.server.ts';
import { memberOf } from '../../member-form.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Says what happens before it does. */
export const load: PageServerLoad = async (event) => {
	const { actor } = asStaff(event, 'administer');
	const { id, name, state } = await findMember(database(), actor, memberOf(event));
	if (state === 'left') redirect(303, `/desk/admin/staff/${id}`);
	return { member: { id, name }, inHand: await countInHand(database(), id) };
};

export const actions: Actions = {
	async leave(event) {
		const { actor, account } = asStaff(event, 'administer');
		const id = memberOf(event);
		const { values, failure } = await receiveTyped(event, z.strictObject({}), account.locale);
		if (failure) return failure;
		const now = new Date();
		const left = await attempt(
			event,
			(trx) => leave(trx, doneBy(event), id, (inside) => giveBackAll(inside, id, actor, now), now),
			{ values, locale: account.locale },
		);
		if (left.failure) return left.failure;
		redirect(303, `/desk/admin/staff/${id}?done=left`);
	},
};
