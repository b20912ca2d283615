import { changeOf } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { Role } from '../identity/actor.ts';
import { endSessions } from '../identity/sessions.ts';
import { lockPresent, mustKeepAnAdministrator } from './locking.ts';
import { branchesToServe, serve } from './serving.ts';

export type MemberChange = { name: string; role: Role; branches: string[] };

/** What of a member a form may change; its stamp says what the form showed. */
export function memberFacts({ name, role, branches }: MemberChange): Facts {
	return { name, role, branches: branches.toSorted() };
}

/**
 * Changes a member's name, role and branches, if he still is what the form showed. Rights are read at each request, so they are new at the next one everywhere; with a
 * new role or branch his sessions end as well, but for `keepSession`: that of the administrator who changes himself.
 * @throws Refusal `not-found`, `changed-meanwhile` (also when he has left), `last-administrator`, `branch-needed`, `form-invalid`
 */
export async function changeMember(
	trx: Writing,
	by: By,
	id: number,
	{ shown, keepSession, ...change }: MemberChange & { shown: string; keepSession?: string },
): Promise<void> {
	const member = await lockPresent(trx, id);
	const changed = changeOf(memberFacts(member), memberFacts(change), shown);
	if (!changed) return;
	if (change.role !== 'administrator') await mustKeepAnAdministrator(trx, member);
	const served = await branchesToServe(trx, change.role, change.branches);
	await trx.updateTable('staff').set({ name: change.name, role: change.role }).where('id', '=', id).execute();
	await serve(
		trx,
		id,
		served.map((branch) => branch.id),
	);
	if ('role' in changed.after || 'branches' in changed.after) await endSessions(trx, id, keepSession);
	await record(trx, by, { action: 'staff-changed', subject: `staff:${member.email}`, ...changed });
}
