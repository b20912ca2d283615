import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { Role } from '../identity/actor.ts';
import { makeCredential, makeSecret } from '../identity/credentials.ts';
import { isEmailAddress } from '../mail/address.ts';
import { sendCredential } from '../mail/sending-credentials.ts';
import { Refusal } from '../refusal.ts';
import { lockPresent } from './locking.ts';
import { registerMember } from './registering.ts';
import { branchesToServe } from './serving.ts';

export type Invitation = {
	name: string;
	email: string;
	role: Role;
	/** Slugs; at least one for a role that sees only its own branches. */
	branches: string[];
	locale: Locale;
	/** Left out: the first branch's, or that of the branch which serves the rest. */
	timeZone?: string;
};

/**
 * Makes a member and sends him his invitation: he has no password, and nobody but he will know the one he chooses. Answers his id.
 * @throws Refusal `email-invalid`, `email-taken` (in any case of letters, of those who left too), `branch-needed`, `form-invalid`
 */
export async function invite(trx: Writing, by: By, invitation: Invitation, now: Date): Promise<number> {
	const { name, role, locale } = invitation;
	const email = invitation.email.trim();
	if (!isEmailAddress(email)) throw new Refusal('email-invalid');
	const served = await branchesToServe(trx, role, invitation.branches);
	const timeZone = invitation.timeZone ?? served[0]?.timeZone ?? (await mainTimeZone(trx));
	const branchIds = served.map((branch) => branch.id);
	const id = await registerMember(trx, { name, email, role, branchIds, locale, timeZone }).catch(explainTaken);
	await sendCredential(trx, id, 'invitation', now);
	await record(trx, by, {
		action: 'staff-invited',
		subject: `staff:${email}`,
		after: { name, role, branches: invitation.branches },
	});
	return id;
}

/** Sends a new invitation; the link of the one before opens nothing any more. @throws Refusal `not-found`, `changed-meanwhile` (he is in, or has left) */
export async function inviteAgain(trx: Writing, by: By, id: number, now: Date): Promise<void> {
	const member = await lockPresent(trx, id);
	if (member.hasAWayIn) throw new Refusal('changed-meanwhile');
	await sendCredential(trx, id, 'invitation', now);
	await record(trx, by, { action: 'staff-invited', subject: `staff:${member.email}` });
}

/** A secret of its own for an invited member, beside the one in his letter, to be handed over in person: whichever is used first counts. */
export async function secretInHand(trx: Writing, id: number, now: Date): Promise<string> {
	const credentialId = await makeCredential(trx, { accountId: id, purpose: 'invitation', beside: true }, now);
	const secret = await makeSecret(trx, credentialId, now);
	if (!secret) throw new Error('a credential was void before its time');
	return secret;
}

async function mainTimeZone(trx: Writing): Promise<string> {
	const main = await trx
		.selectFrom('branch')
		.select('time_zone as timeZone')
		.where('serves_the_rest', '=', true)
		.executeTakeFirstOrThrow();
	return main.timeZone;
}

function explainTaken(error: unknown): never {
	const { constraint } = error as { constraint?: string };
	if (constraint === 'account_login_is_taken' || constraint === 'staff_email_is_taken')
		throw new Refusal('email-taken');
	throw error;
}
