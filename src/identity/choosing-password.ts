import { sql } from 'kysely';
import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { enqueue } from '../jobs/enqueueing.ts';
import { Refusal } from '../refusal.ts';
import { isCommonPassword } from './common-passwords.ts';
import { voidCredentials } from './credentials.ts';
import { hashPassword } from './password.ts';
import { endSessions } from './sessions.ts';

// product.md E5; NIST SP 800-63B-4, 3.1.1.2 asks for the same lengths.
const leastAlone = 15;
const leastWithFactor = 10;
const mostSigns = 128;

export type Choice = {
	accountId: number;
	password: string;
	confirm: string;
	/** The session in which it is chosen: the only one that goes on. */
	session?: string;
};

/**
 * Gives the account the password that its owner chose: his other sessions end, temporary passwords and links open nothing any more,
 * and a letter tells him (product.md E5).
 * @throws Refusal `text-invalid`, `password-mismatch`, `password-too-short` (with `least`), `password-too-long`,
 * `password-common`, `password-own-data`
 */
export async function choosePassword(trx: Writing, choice: Choice, by: By, now: Date): Promise<void> {
	const { accountId, confirm, session } = choice;
	const password = choice.password.normalize('NFC');
	if (!password.isWellFormed() || password.includes('\0')) throw new Refusal('text-invalid');
	if (password !== confirm.normalize('NFC')) throw new Refusal('password-mismatch');
	const owner = await findOwner(trx, accountId);
	await refuseWeak(password, owner);
	await trx
		.updateTable('account')
		.set({ password_hash: await hashPassword(password), password_chosen_at: now })
		.where('id', '=', accountId)
		.execute();
	await endSessions(trx, accountId, session);
	await voidCredentials(trx, accountId, now);
	await enqueue(trx, 'tell-account', {
		accountId,
		letter: 'password-changed',
		eventKey: `password-${accountId}-${now.getTime()}`,
	});
	await record(trx, by, { action: 'password-chosen', subject: owner.subject });
}

/** The fewest characters that the account's next password may have. */
export async function leastLength(db: Reading, accountId: number): Promise<number> {
	const factor = await db
		.selectFrom('authenticator')
		.select('id')
		.where('account_id', '=', accountId)
		.where('confirmed_at', 'is not', null)
		.limit(1)
		.executeTakeFirst();
	return factor ? leastWithFactor : leastAlone;
}

type Owner = { subject: string; least: number; data: string[] };

async function findOwner(db: Reading, accountId: number): Promise<Owner> {
	const { kind, login, data } = await db
		.selectFrom('account as a')
		.leftJoin('customer as c', 'c.id', 'a.id')
		.leftJoin('staff as s', 's.id', 'a.id')
		.select(['a.kind', 'a.login'])
		.select(
			sql<string[]>`array_remove(array[
			a.login, c.code, c.company, c.email, c.phone, s.name, s.email
		] || array(select serial from unit where customer_id = a.id limit 1000), null)`.as('data'),
		)
		.where('a.id', '=', accountId)
		.executeTakeFirstOrThrow();
	const subject = `${kind}:${kind === 'customer' ? login.toUpperCase() : login}`;
	return { subject, least: await leastLength(db, accountId), data };
}

async function refuseWeak(password: string, { least, data }: Owner): Promise<void> {
	const { length } = [...password];
	if (length < least) throw new Refusal('password-too-short', { least });
	if (length > mostSigns) throw new Refusal('password-too-long');
	if (await isCommonPassword(password)) throw new Refusal('password-common');
	if (isMadeOf(password, data)) throw new Refusal('password-own-data');
}

/** Whether more than half of the password's letters and digits are the owner's own data, whole or word by word. */
export function isMadeOf(password: string, data: string[]): boolean {
	const plain = folded(password);
	const words = data.flatMap((one) => [folded(one), ...one.split(/[^\p{L}\p{N}]+/u).map(folded)]);
	const known = [...new Set(words)].filter((word) => [...word].length >= 4).sort((a, b) => b.length - a.length);
	// A blank stands where one was taken out: what was apart must not become a word.
	const left = known.reduce((text, word) => text.replaceAll(word, ' '), plain).replaceAll(' ', '');
	return plain.length > 0 && [...left].length < [...plain].length / 2;
}

/** Small letters without accents, and digits. */
function folded(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}
