import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import { useCredential, voidCredentials } from '../identity/credentials.ts';
import { spendTry } from '../identity/counting.ts';
import { isEmailAddress } from '../mail/address.ts';
import { sendCredential, tellAccount } from '../mail/sending-credentials.ts';
import { Refusal } from '../refusal.ts';
import { findWaitingAddress } from './profile-finding.ts';

// Each is a letter to an address that has not agreed to get any.
const confirmationsPerQuarterHour = 5;

/**
 * A customer, who has just proved that it is he, wants letters at another address: its confirmation is mailed there, and until it
 * is used nothing changes (product.md E6). A newer request voids the one before.
 * @throws Refusal `email-invalid`, `too-many-attempts` with `retryAfter`
 */
export async function requestAddressChange(
	trx: Writing,
	by: By,
	customer: CustomerActor,
	email: string,
	now: Date,
): Promise<void> {
	if (!isEmailAddress(email)) throw new Refusal('email-invalid');
	await spendTry(trx, `address-change:${customer.id}`, confirmationsPerQuarterHour);
	await sendCredential(trx, customer.id, 'address-change', now, { email });
	const { code, email: present } = await lockCustomer(trx, customer.id);
	await record(trx, by, {
		action: 'address-change-requested',
		subject: `customer:${code}`,
		before: { email: present },
		after: { email },
	});
}

/**
 * Mails the confirmation that waits once more; the link of the earlier letter is void.
 * @throws Refusal `link-not-valid` when none waits any more, `too-many-attempts` with `retryAfter`
 */
export async function confirmAgain(trx: Writing, by: By, customer: CustomerActor, now: Date): Promise<void> {
	const waiting = await findWaitingAddress(trx, customer, now);
	if (!waiting) throw new Refusal('link-not-valid');
	await requestAddressChange(trx, by, customer, waiting.email, now);
}

/** The customer keeps the address that he has: the confirmation that waits is void. */
export async function cancelAddressChange(trx: Writing, customer: CustomerActor, now: Date): Promise<void> {
	await voidCredentials(trx, customer.id, now, ['address-change']);
}

/**
 * The new address is confirmed by the secret that was mailed there: it is the customer's from now on, and the old one is told.
 * Everything else that was mailed to the old one opens nothing any more. Answers the new address.
 * @throws Refusal `link-not-valid`
 */
export async function confirmAddress(trx: Writing, secret: unknown, from: string, now: Date): Promise<string> {
	const { accountId, details } = await useCredential(trx, secret, ['address-change'], now);
	const email = details['email'] ?? '';
	if (!isEmailAddress(email)) throw new Refusal('link-not-valid');
	const { code, email: old } = await lockCustomer(trx, accountId);
	await trx.updateTable('customer').set({ email }).where('id', '=', accountId).execute();
	await voidCredentials(trx, accountId, now);
	await tellAccount(trx, accountId, 'address-changed', `address-changed-${now.getTime()}`, { to: old });
	await record(
		trx,
		{ accountId, address: from },
		{ action: 'address-changed', subject: `customer:${code}`, before: { email: old }, after: { email } },
	);
	return email;
}

function lockCustomer(trx: Writing, id: number): Promise<{ code: string; email: string }> {
	return trx
		.selectFrom('customer')
		.select(['code', 'email'])
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirstOrThrow();
}
