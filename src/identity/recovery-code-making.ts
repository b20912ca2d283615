import { createHash, randomBytes } from 'node:crypto';
import type { Reading, Writing } from '../database/connection.ts';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import { bareCode } from './factor.ts';
import { accountSubject } from './account-finding.ts';

const codes = 10;
// Without i, l, o and u: what is read from paper is typed right.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Makes ten recovery codes and voids those from before. They are answered here and never again: the database keeps hashes.
 * Each has 80 random bits, in four groups of four.
 */
export async function makeRecoveryCodes(trx: Writing, accountId: number, by: By): Promise<string[]> {
	const made = Array.from({ length: codes }, newCode);
	await trx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
	await trx
		.insertInto('recovery_code')
		.values(made.map((code) => ({ account_id: accountId, code_hash: hashed(accountId, code) })))
		.execute();
	await record(trx, by, { action: 'recovery-codes-made', subject: await accountSubject(trx, accountId) });
	return made;
}

/** Whether it is one of the account's codes; it opens nothing afterwards. */
export async function useRecoveryCode(db: Reading, accountId: number, typed: string, now: Date): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('recovery_code')
		.set({ used_at: now })
		.where('account_id', '=', accountId)
		.where('code_hash', '=', hashed(accountId, typed))
		.where('used_at', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

function newCode(): string {
	const letters = [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join('');
	return letters.replace(/(.{4})(?=.)/g, '$1-');
}

function hashed(accountId: number, code: string): Buffer {
	return createHash('sha256')
		.update(`${accountId}:${bareCode(code)}`)
		.digest();
}
