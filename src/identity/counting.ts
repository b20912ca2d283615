import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';

const windowMinutes = 15;

/** Something that may happen only so often within a quarter of an hour. */
export type Counter = { name: string; key: string; most: number };

/**
 * Refuses when a counter is full. Counters live in the database: nodes share them, restarts keep them. Looking first keeps an attack from
 * writing.
 * @throws Refusal `too-many-attempts` with `retryAfter` in seconds
 */
export async function refuseWhenFull(db: Reading, counters: Counter[]): Promise<void> {
	const rows = await db
		.selectFrom('login_failure')
		.select(['key', 'failures', secondsLeft.as('secondsLeft')])
		.where('key', '=', sql<string>`any(${counters.map((one) => one.key)})`)
		.execute();
	for (const { key, failures, secondsLeft: left } of rows) {
		const full = counters.find((one) => one.key === key && failures >= one.most);
		if (full && left > 0) throw new Refusal('too-many-attempts', { retryAfter: Math.ceil(left) });
	}
}

/** Counts one up on each and answers where each of them stands. */
export async function countUp(db: Reading, counters: Counter[]): Promise<(Counter & { count: number })[]> {
	const rows = await db
		.insertInto('login_failure')
		// In one order everywhere, so that two who count do not wait for each other.
		.values(
			counters
				.map((one) => one.key)
				.sort()
				.map(begun),
		)
		.onConflict((conflict) => conflict.column('key').doUpdateSet(oneMore))
		.returning(['key', 'failures'])
		.execute();
	return counters.map((one) => ({ ...one, count: rows.find((row) => row.key === one.key)?.failures ?? 0 }));
}

/**
 * Counts one try before it is looked at, so that a hundred at once are a hundred tries, and refuses those past `most`. Answers how
 * many it were.
 * @throws Refusal `too-many-attempts` with `retryAfter` in seconds
 */
export async function spendTry(db: Reading, key: string, most: number): Promise<number> {
	const { failures, secondsLeft: left } = await db
		.insertInto('login_failure')
		.values(begun(key))
		.onConflict((conflict) => conflict.column('key').doUpdateSet(oneMore))
		.returning(['failures', secondsLeft.as('secondsLeft')])
		.executeTakeFirstOrThrow();
	if (failures > most) throw new Refusal('too-many-attempts', { retryAfter: Math.max(1, Math.ceil(left)) });
	return failures;
}

/** Counts one up when `pair` is new in this window: so many different ones, not so many times. Answers the count, 0 when it was not. */
export async function countDifferent(db: Reading, counter: Counter, pair: string): Promise<number> {
	const row = await db
		.with('different', (cte) =>
			cte
				.insertInto('login_failure')
				.values(begun(pair))
				.onConflict((conflict) =>
					conflict
						.column('key')
						.doUpdateSet({ first_at: sql`now()` })
						.where(isOver),
				)
				.returning('key'),
		)
		.insertInto('login_failure')
		.columns(['key', 'failures', 'first_at'])
		.expression((eb) =>
			eb
				.selectFrom('different')
				.select([sql<string>`${counter.key}`.as('key'), sql<number>`1`.as('one'), now.as('now')]),
		)
		.onConflict((conflict) => conflict.column('key').doUpdateSet(oneMore))
		.returning('failures')
		.executeTakeFirst();
	return row?.failures ?? 0;
}

/** Begins again from nothing. */
export async function clear(db: Reading, keys: string[]): Promise<void> {
	await db
		.deleteFrom('login_failure')
		.where('key', '=', sql<string>`any(${keys})`)
		.execute();
}

/** Removes counts whose window has passed. */
export async function forgetOldCounts(db: Reading): Promise<void> {
	await db.deleteFrom('login_failure').where(isOver).execute();
}

/** The secret that keys are made with, the same on every node. */
export async function limiterKey(db: Reading): Promise<Buffer> {
	return (await db.selectFrom('limiter_key').select('key').executeTakeFirstOrThrow()).key;
}

/** A counter's key: a keyed hash, so that nobody reads from the table who was tried or looked for. */
export function keyed(secret: Buffer, name: string, ...parts: unknown[]): string {
	const hash = createHmac('sha256', secret).update(JSON.stringify([name, ...parts]));
	return `${name}:${hash.digest('base64url')}`;
}

/** Whose network an address belongs to: an IPv6 address counts by its /64, which is one household or office. */
export function networkOf(address: string): string {
	if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
	const [head = ''] = address.split('::');
	return head.split(':').concat('0', '0', '0', '0').slice(0, 4).join(':');
}

function begun(key: string) {
	return { key, failures: 1, first_at: now };
}

const now = sql<Date>`now()`;
const isOver = sql<boolean>`login_failure.first_at < now() - make_interval(mins => ${sql.lit(windowMinutes)})`;
const secondsLeft = sql<number>`extract(epoch from first_at + make_interval(mins => ${sql.lit(windowMinutes)}) - now())::float8`;
const oneMore = {
	failures: sql<number>`case when ${isOver} then 1 else login_failure.failures + 1 end`,
	first_at: sql<Date>`case when ${isOver} then now() else login_failure.first_at end`,
};
