import { Secret, TOTP } from 'otpauth';
import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { bareCode } from './factor.ts';

const stepSeconds = 30;
// RFC 6238, 5.2: a clock that is half a minute wrong is let in, more is not.
const window = 1;

/** A new secret of 160 bits (RFC 4226, 4), in base 32. */
export function newSecret(): string {
	return new Secret({ size: 20 }).base32;
}

/** What the QR code of an authenticator app holds. */
export function appAddress(secret: string, { issuer, label }: { issuer: string; label: string }): string {
	return new TOTP({ issuer, label, secret: Secret.fromBase32(secret) }).toString();
}

/** The time step that a code belongs to, or null when it is none of now, the one before or the one after. */
export function stepOf(secret: string, code: string, now: Date): number | null {
	const totp = new TOTP({ secret: Secret.fromBase32(secret), period: stepSeconds });
	const delta = totp.validate({ token: bareCode(code), timestamp: now.getTime(), window });
	return delta === null ? null : Math.floor(now.getTime() / 1000 / stepSeconds) + delta;
}

/** Whether the code is one of the account's authenticator apps; it and every older one open nothing afterwards. */
export async function useAppCode(db: Reading, accountId: number, code: string, now: Date): Promise<boolean> {
	const apps = await db
		.selectFrom('authenticator')
		.select(['id', 'secret'])
		.where('account_id', '=', accountId)
		.where('kind', '=', 'totp')
		.where('confirmed_at', 'is not', null)
		.execute();
	for (const { id, secret } of apps) {
		const step = secret === null ? null : stepOf(secret, code, now);
		if (step !== null && (await spendStep(db, id, step, now))) return true;
	}
	return false;
}

/** Of two logins with the same code one comes first: the condition is the lock. */
async function spendStep(db: Reading, id: string, step: number, now: Date): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('authenticator')
		.set({ last_step: step, used_at: now })
		.where('id', '=', id)
		.where(sql<boolean>`coalesce(last_step, -1) < ${step}`)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
