import { randomUUID } from 'node:crypto';
import { changeOf } from '../audit/comparing.ts';
import type { By, Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { Locale } from '../identity/account.ts';
import type { StaffActor } from '../identity/actor.ts';
import { voidCredentials } from '../identity/credentials.ts';
import { closeWaysIn } from '../identity/factor-removing.ts';
import { endSessions } from '../identity/sessions.ts';
import { isEmailAddress } from '../mail/address.ts';
import { sendCredential, tellAccount } from '../mail/sending-credentials.ts';
import { Refusal } from '../refusal.ts';
import { isCountry, isTimeZone } from './country.ts';
import type { OverseenCustomer } from './customer.ts';
import { customersVisibleTo, findOverseenCustomer } from './overseeing.ts';

export type CustomerChange = {
	company: string;
	email: string;
	country: string;
	locale: Locale;
	timeZone: string;
	address: string;
	phone: string;
};

/** What of a customer staff may change; its stamp says what their form showed. */
export function changeableFacts(customer: CustomerChange): Facts {
	const { company, email, country, locale, timeZone, address, phone } = customer;
	return { company, email, country, language: locale, timeZone, address, phone };
}

/**
 * Changes a customer's data, if they are still what the form showed. A new address is told to the old one and to itself, and
 * what was mailed to the old one opens nothing any more.
 * @throws Refusal `not-found`, `changed-meanwhile`, `email-invalid`, `form-invalid` (country, zone)
 */
export async function changeCustomer(
	trx: Writing,
	staff: StaffActor,
	by: By,
	{ code, shown, change }: { code: string; shown: string; change: CustomerChange },
	now: Date,
): Promise<void> {
	if (!isEmailAddress(change.email)) throw new Refusal('email-invalid');
	if (!isCountry(change.country) || !isTimeZone(change.timeZone)) throw new Refusal('form-invalid');
	const customer = await lockCustomer(trx, staff, code, now);
	const before = changeableFacts(customer);
	const changed = changeOf(before, changeableFacts(change), shown);
	if (!changed) return;
	const { locale, timeZone, ...rest } = change;
	await trx.updateTable('customer').set(rest).where('id', '=', customer.id).execute();
	await trx.updateTable('account').set({ locale, time_zone: timeZone }).where('id', '=', customer.id).execute();
	if (customer.email !== change.email) await tellOfAddress(trx, customer, now);
	await record(trx, by, { action: 'customer-changed', subject: `customer:${customer.code}`, ...changed });
}

async function tellOfAddress(trx: Writing, { id, email: old }: OverseenCustomer, now: Date): Promise<void> {
	await voidCredentials(trx, id, now);
	const event = `address-changed-${randomUUID()}`;
	await tellAccount(trx, id, 'address-changed', event, { to: old });
	await tellAccount(trx, id, 'address-changed', `${event}-new`);
}

/**
 * Mails a first password again; what was mailed before opens nothing any more. Whoever has a password of his own keeps it, and
 * recovers it himself when he has lost it.
 * @throws Refusal `not-found`, `changed-meanwhile` (he has a password by now, or is shut out)
 */
export async function sendFirstPassword(
	trx: Writing,
	staff: StaffActor,
	by: By,
	code: string,
	now: Date,
): Promise<void> {
	const { id, code: found, access, email } = await lockCustomer(trx, staff, code, now);
	if (access === 'active' || access === 'disabled') throw new Refusal('changed-meanwhile');
	await sendCredential(trx, id, 'first-password', now);
	await record(trx, by, { action: 'first-password-sent', subject: `customer:${found}`, after: { email } });
}

/**
 * For a customer who lost his second factor: nothing that opened his account opens it any more, and a first password is mailed to
 * the bound address.
 * @throws Refusal `not-found`, `changed-meanwhile` (he has none, or is shut out)
 */
export async function resetFactors(trx: Writing, staff: StaffActor, by: By, code: string, now: Date): Promise<void> {
	const { id, code: found, access, hasSecondFactor } = await lockCustomer(trx, staff, code, now);
	if (!hasSecondFactor || access === 'disabled') throw new Refusal('changed-meanwhile');
	await closeWaysIn(trx, id, now);
	await sendCredential(trx, id, 'first-password', now);
	await record(trx, by, { action: 'factors-reset', subject: `customer:${found}` });
}

/**
 * Shuts a customer out: his sessions end at once, and nothing that was mailed to him opens anything.
 * @throws Refusal `not-found`, `changed-meanwhile` (he is already)
 */
export async function disableCustomer(trx: Writing, staff: StaffActor, by: By, code: string, now: Date): Promise<void> {
	const { id, code: found, access } = await lockCustomer(trx, staff, code, now);
	if (access === 'disabled') throw new Refusal('changed-meanwhile');
	await trx.updateTable('account').set({ disabled_at: now }).where('id', '=', id).execute();
	await voidCredentials(trx, id, now);
	const sessions = await endSessions(trx, id);
	await record(trx, by, { action: 'customer-disabled', subject: `customer:${found}`, after: { sessions } });
}

/** Lets a customer in again, with the password he had. @throws Refusal `not-found`, `changed-meanwhile` (he is not shut out) */
export async function enableCustomer(trx: Writing, staff: StaffActor, by: By, code: string, now: Date): Promise<void> {
	const { id, code: found, access } = await lockCustomer(trx, staff, code, now);
	if (access !== 'disabled') throw new Refusal('changed-meanwhile');
	await trx.updateTable('account').set({ disabled_at: null }).where('id', '=', id).execute();
	await record(trx, by, { action: 'customer-enabled', subject: `customer:${found}` });
}

async function lockCustomer(trx: Writing, staff: StaffActor, code: string, now: Date): Promise<OverseenCustomer> {
	const { id } = await findOverseenCustomer(trx, staff, code, now);
	await customersVisibleTo(trx, staff).select('c.id').where('c.id', '=', id).forNoKeyUpdate('c').execute();
	await trx.selectFrom('account').select('id').where('id', '=', id).forNoKeyUpdate().execute();
	// Asked again under the lock: somebody else's change may have come between.
	return findOverseenCustomer(trx, staff, code, now);
}
