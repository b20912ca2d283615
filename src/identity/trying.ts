import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';

const windowMinutes = 15;

/**
 * Counts one try before it is looked at, so that a hundred at once are a hundred tries, and refuses those past `most` within
 * a quarter of an hour. Answers how many it were. Shares the counters of the logins: nodes see them, restarts keep them.
 * @throws Refusal `too-many-attempts` with `retryAfter` in seconds
 */
export async function spendTry(db: Reading, key: string, most: number): Promise<number> {
	const over = sql`login_failure.first_at < now() - make_interval(mins => ${sql.lit(windowMinutes)})`;
	const { failures, secondsLeft } = await db
		.insertInto('login_failure')
		.values({ key, failures: 1, first_at: sql<Date>`now()` })
		.onConflict((conflict) =>
			conflict.column('key').doUpdateSet({
				failures: sql`case when ${over} then 1 else login_failure.failures + 1 end`,
				first_at: sql`case when ${over} then now() else login_failure.first_at end`,
			}),
		)
		.returning([
			'failures',
			sql<number>`extract(epoch from first_at + make_interval(mins => ${sql.lit(windowMinutes)}) - now())::float8`.as(
				'secondsLeft',
			),
		])
		.executeTakeFirstOrThrow();
	if (failures > most) throw new Refusal('too-many-attempts', { retryAfter: Math.max(1, Math.ceil(secondsLeft)) });
	return failures;
}

/** A right answer clears the count. */
export async function forgetTries(db: Reading, keys: string[]): Promise<void> {
	await db
		.deleteFrom('login_failure')
		.where('key', '=', sql<string>`any(${keys})`)
		.execute();
}
