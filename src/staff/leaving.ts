import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import { closeWaysIn } from '../identity/factor-removing.ts';
import { sendCredential } from '../mail/sending-credentials.ts';
import { Refusal } from '../refusal.ts';
import { lockMember, lockPresent, mustKeepAnAdministrator } from './locking.ts';

/**
 * A member leaves, in one step: from his next request on nothing opens for him, and no session, password, factor, letter or
 * login service brings him back in. `giveBack` returns what he has in hand to the queue, in the same transaction, and answers
 * how many tickets that were; they are counted on the audit log.
 * @throws Refusal `not-found`, `changed-meanwhile` (he has left), `last-administrator`
 */
export async function leave(
	trx: Writing,
	by: By,
	id: number,
	giveBack: (trx: Writing) => Promise<number>,
	now: Date,
): Promise<void> {
	const member = await lockPresent(trx, id);
	await mustKeepAnAdministrator(trx, member);
	await trx.updateTable('account').set({ disabled_at: now }).where('id', '=', id).execute();
	await closeWaysIn(trx, id, now);
	await trx.deleteFrom('provider_subject').where('account_id', '=', id).execute();
	const ticketsGivenBack = await giveBack(trx);
	const { email, role, branches } = member;
	await record(trx, by, {
		action: 'staff-left',
		subject: `staff:${email}`,
		before: { role, branches },
		after: { ticketsGivenBack },
	});
}

/** Somebody who left is back, with his role and branches, and enters by a new invitation. @throws Refusal `not-found`, `changed-meanwhile` (he is there) */
export async function comeBack(trx: Writing, by: By, id: number, now: Date): Promise<void> {
	const { hasLeft, email, role, branches } = await lockMember(trx, id);
	if (!hasLeft) throw new Refusal('changed-meanwhile');
	await trx.updateTable('account').set({ disabled_at: null }).where('id', '=', id).execute();
	await sendCredential(trx, id, 'invitation', now);
	await record(trx, by, { action: 'staff-returned', subject: `staff:${email}`, after: { role, branches } });
}

/**
 * For who lost his second factor. His password goes with it: otherwise whoever knows it would be the one to set up the next factor.
 * He enters by a new invitation, or through a login service.
 * @throws Refusal `not-found`, `changed-meanwhile` (he has left), `last-administrator`
 */
export async function resetFactors(trx: Writing, by: By, id: number, now: Date): Promise<void> {
	const member = await lockPresent(trx, id);
	await mustKeepAnAdministrator(trx, member);
	await closeWaysIn(trx, id, now);
	await sendCredential(trx, id, 'invitation', now);
	await record(trx, by, { action: 'factors-reset', subject: `staff:${member.email}` });
}
