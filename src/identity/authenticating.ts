import type { Reading } from '../database/connection.ts';
import type { Step } from './account.ts';
import { Refusal } from '../refusal.ts';
import { countFailure, forgetFailures, loginKeys, refuseWhenTooMany } from './limiting.ts';
import { passwordMatches } from './password.ts';

type Credentials = { kind: 'customer' | 'staff'; login: string; password: string; address: string };

/** Whose password it was, and what his session has still to pass. */
export type Entry = { accountId: number; step: Exclude<Step, 'accept-terms'> };

/**
 * Logs in with a customer code or a staff e-mail address, in any case, and answers the account and its next step.
 * Every failure has the same words and takes the same time (safety.md, Identity).
 * @throws Refusal `login-failed`, `too-many-attempts` (with `retryAfter`)
 */
export async function authenticate(db: Reading, credentials: Credentials): Promise<Entry> {
	const login = credentials.login.trim().toLowerCase();
	const keys = loginKeys(credentials.kind, login, credentials.address);
	await refuseWhenTooMany(db, keys);
	const account = await db
		.selectFrom('account')
		.select(['id', 'kind', 'password_hash', 'second_factor_waived', 'second_factor_required'])
		.where('kind', '=', credentials.kind)
		.where('login', '=', login)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
	if (!(await passwordMatches(account?.password_hash ?? null, credentials.password)) || !account) {
		await countFailure(db, keys);
		throw new Refusal('login-failed');
	}
	await forgetFailures(db, keys);
	return { accountId: account.id, step: await stepAfterPassword(db, account) };
}

/** Whoever has a second factor is asked for it; staff, and accounts that require one, set it up first. Demonstration accounts are exempt. */
export async function stepAfterPassword(
	db: Reading,
	account: { id: number; kind: string; second_factor_waived: boolean; second_factor_required: boolean },
): Promise<Entry['step']> {
	const factor = await db
		.selectFrom('authenticator')
		.select('id')
		.where('account_id', '=', account.id)
		.where('confirmed_at', 'is not', null)
		.limit(1)
		.executeTakeFirst();
	if (factor) return 'second-factor';
	const isRequired = account.second_factor_required || (account.kind === 'staff' && !account.second_factor_waived);
	return isRequired ? 'enrol-factor' : 'open';
}
