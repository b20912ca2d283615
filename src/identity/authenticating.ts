import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import { countFailure, forgetFailures, loginKeys, refuseWhenTooMany } from './limiting.ts';
import { passwordMatches } from './password.ts';

type Credentials = { kind: 'customer' | 'staff'; login: string; password: string; address: string };

/**
 * Logs in with a customer code or a staff e-mail address, in any case, and answers the account's id.
 * Every failure has the same words and takes the same time (safety.md, Identity).
 * @throws Refusal `login-failed`, `too-many-attempts` (with `retryAfter`), `second-factor-missing`
 */
export async function authenticate(db: Reading, credentials: Credentials): Promise<number> {
	const login = credentials.login.trim().toLowerCase();
	const keys = loginKeys(credentials.kind, login, credentials.address);
	await refuseWhenTooMany(db, keys);
	const account = await db
		.selectFrom('account')
		.select(['id', 'password_hash', 'second_factor_waived'])
		.where('kind', '=', credentials.kind)
		.where('login', '=', login)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
	if (!(await passwordMatches(account?.password_hash ?? null, credentials.password)) || !account) {
		await countFailure(db, keys);
		throw new Refusal('login-failed');
	}
	// Staff need a second factor; only demonstration accounts are exempt.
	if (credentials.kind === 'staff' && !account.second_factor_waived) throw new Refusal('second-factor-missing');
	await forgetFailures(db, keys);
	return account.id;
}
