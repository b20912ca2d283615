import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';

/** How long a browser stays known after its last login; browsers keep a cookie no longer than this. */
export const knownForDays = 400;

/** Makes the browser that has just logged in a known one. The token is for its cookie; the database keeps the hash. */
export async function rememberDevice(trx: Writing, accountId: number, now: Date): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	await trx
		.insertInto('known_device')
		.values({ account_id: accountId, device_hash: deviceHash(token), seen_at: now })
		.execute();
	return token;
}

/** Whether this account has logged in from this browser. A known one was seen now. */
export async function isKnownDevice(
	db: Reading,
	accountId: number,
	token: string | undefined,
	now: Date,
): Promise<boolean> {
	if (!token) return false;
	const { numUpdatedRows } = await db
		.updateTable('known_device')
		.set({ seen_at: now })
		.where('account_id', '=', accountId)
		.where('device_hash', '=', deviceHash(token))
		.where('seen_at', '>', new Date(now.getTime() - knownForDays * 86_400_000))
		.executeTakeFirstOrThrow();
	return numUpdatedRows > 0n;
}

/** Removes browsers that have not logged in for too long. */
export async function forgetOldDevices(db: Reading): Promise<void> {
	await db
		.deleteFrom('known_device')
		.where('seen_at', '<', sql<Date>`now() - make_interval(days => ${sql.lit(knownForDays)})`)
		.execute();
}

/** The hash under which a browser's token is stored. */
export function deviceHash(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}
