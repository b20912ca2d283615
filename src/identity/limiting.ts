import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';

const windowMinutes = 15;
const failuresPerAccount = 10;
const failuresPerAddress = 50;

/**
 * Refuses a login before its password is hashed when the account or the address failed too often within a
 * quarter of an hour (safety.md fact 11). Counters live in the database: nodes share them, restarts keep them.
 * @throws Refusal `too-many-attempts` with `retryAfter` in seconds
 */
export async function refuseWhenTooMany(db: Reading, keys: LoginKeys): Promise<void> {
	const rows = await db
		.selectFrom('login_failure')
		.select(['key', 'failures', secondsLeft.as('secondsLeft')])
		.where('key', '=', sql<string>`any(${[keys.account, keys.address]})`)
		.execute();
	for (const row of rows) {
		const most = row.key === keys.account ? failuresPerAccount : failuresPerAddress;
		if (row.failures >= most && row.secondsLeft > 0) {
			throw new Refusal('too-many-attempts', { retryAfter: Math.ceil(row.secondsLeft) });
		}
	}
}

/** Counts one wrong login against the account and the address it came from. */
export async function countFailure(db: Reading, keys: LoginKeys): Promise<void> {
	await db
		.insertInto('login_failure')
		.values([keys.account, keys.address].sort().map((key) => ({ key, failures: 1, first_at: sql<Date>`now()` })))
		.onConflict((conflict) =>
			conflict.column('key').doUpdateSet({
				failures: sql`case when ${expired} then 1 else login_failure.failures + 1 end`,
				first_at: sql`case when ${expired} then now() else login_failure.first_at end`,
			}),
		)
		.execute();
}

/** A right password clears the account's count, so that an owner's typing errors do not add up. */
export async function forgetFailures(db: Reading, keys: LoginKeys): Promise<void> {
	await db.deleteFrom('login_failure').where('key', '=', keys.account).execute();
}

/** Removes counts whose window has passed. */
export async function forgetOldFailures(db: Reading): Promise<void> {
	await db
		.deleteFrom('login_failure')
		.where(sql<boolean>`${expired}`)
		.execute();
}

export type LoginKeys = { account: string; address: string };

/** Keys of the counters. An IPv6 address counts by its /64, which is one household or office. */
export function loginKeys(kind: string, login: string, address: string): LoginKeys {
	return { account: `${kind}:${login.slice(0, 254)}`, address: `address:${network(address)}` };
}

function network(address: string): string {
	if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
	const [head = ''] = address.split('::');
	return head.split(':').concat('0', '0', '0', '0').slice(0, 4).join(':');
}

const expired = sql`login_failure.first_at < now() - make_interval(mins => ${sql.lit(windowMinutes)})`;
const secondsLeft = sql<number>`extract(epoch from first_at + make_interval(mins => ${sql.lit(windowMinutes)}) - now())::float8`;
