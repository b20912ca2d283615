import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { log } from '../log.ts';
import { isEmailAddress } from './address.ts';
import type { Composer, DueMail, Letter } from './letter.ts';

/** Takes one letter to where it goes; throws when that fails now and may succeed later. */
export type Carrier = (letter: Letter, mail: { id: number; messageId: string }) => Promise<void>;

// Longer than a carrier's own time-out: a letter whose sender died is tried again after it.
const longestGapSeconds = 60;
const giveUpDays = 14;
const reservedAtOnce = 20;
// A letter that comes to one person while these are sent waits for them: a few seconds with a slow mail server.
const toManyAtOnce = 4;
// Half of the reservation: the last letter of a round may take as long as the carrier's time-out.
const workingSeconds = 25;
const lettersAtMost = 1000;
// People come first: a storm of letters leaves the database free between one and the next.
const restMs = 25;
const failuresAtMost = 3;

/**
 * Sends what is due, oldest first and those to many after all others, and answers how many letters went out. They are reserved for a minute, some at a time,
 * before they are sent, so that two workers do not send the same one and no transaction waits for a mail server. A letter
 * that fails is tried again at most a minute later, for fourteen days.
 */
export async function deliverDue(db: Reading, compose: Composer, carry: Carrier): Promise<number> {
	let sent = 0;
	let failed = 0;
	for (let tried = 0; tried < lettersAtMost && failed < failuresAtMost;) {
		const until = performance.now() + workingSeconds * 1000;
		const letters = await reserveNext(db);
		if (letters.length === 0) break;
		tried += letters.length;
		for (const mail of letters) {
			// Those that are left come back when their reservation ends.
			if (failed >= failuresAtMost || performance.now() > until) break;
			const outcome = await deliver(db, mail, compose, carry);
			await sleep(restMs);
			if (outcome === 'sent') sent++;
			if (outcome === 'failed') failed++;
		}
	}
	return sent;
}

async function deliver(
	db: Reading,
	mail: Reserved,
	compose: Composer,
	carry: Carrier,
): Promise<'sent' | 'dropped' | 'failed'> {
	try {
		const written = await compose(mail);
		// One checked address, whatever found its way into the database.
		const letter = written && isEmailAddress(written.to.address) ? written : null;
		if (written && !letter) log().warn({ mail: mail.id }, 'a letter has no address that can be written to');
		if (letter) await carry(letter, mail);
		const state = letter ? 'sent' : 'dropped';
		await settle(db, mail.id, state);
		return state;
	} catch (error) {
		log().warn({ mail: mail.id, attempts: mail.attempts, err: error }, 'a letter could not be sent');
		await postpone(db, mail, String(error));
		return 'failed';
	}
}

type Reserved = DueMail & { messageId: string; attempts: number; createdAt: Date };

async function reserveNext(db: Reading): Promise<Reserved[]> {
	const toOne = await reserve(db, false, reservedAtOnce);
	return toOne.length > 0 ? toOne : reserve(db, true, toManyAtOnce);
}

async function reserve(db: Reading, toMany: boolean, atOnce: number): Promise<Reserved[]> {
	const due = db
		.selectFrom('outgoing_mail')
		.select('id')
		.where('state', '=', sql.lit('waiting'))
		.where('to_many', '=', sql.lit(toMany))
		.where('next_try_at', '<=', sql<Date>`now()`)
		.orderBy('next_try_at')
		.orderBy('id')
		.limit(atOnce)
		.forUpdate()
		.skipLocked();
	const rows = await db
		.updateTable('outgoing_mail')
		.set({ attempts: sql`attempts + 1`, next_try_at: sql`now() + make_interval(secs => ${longestGapSeconds})` })
		.where('id', 'in', due)
		.returning(['id', 'account_id as accountId', 'letter', 'details', 'message_id as messageId'])
		.returning(['attempts', 'created_at as createdAt'])
		.execute();
	return rows.map((row) => ({ ...row, details: row.details as DueMail['details'] })).sort((a, b) => a.id - b.id);
}

async function settle(db: Reading, id: number, state: 'sent' | 'dropped'): Promise<void> {
	await db
		.updateTable('outgoing_mail')
		.set({ state, settled_at: sql`now()`, last_error: null })
		.where('id', '=', id)
		.execute();
}

async function postpone(db: Reading, mail: Reserved, reason: string): Promise<void> {
	const tooOld = mail.createdAt.getTime() < Date.now() - giveUpDays * 86_400_000;
	const gapSeconds = Math.min(longestGapSeconds, 2 ** Math.min(mail.attempts, 6));
	await db
		.updateTable('outgoing_mail')
		.set({
			state: tooOld ? 'dropped' : 'waiting',
			next_try_at: sql`now() + make_interval(secs => ${gapSeconds})`,
			last_error: reason.slice(0, 500),
		})
		.where('id', '=', mail.id)
		.execute();
}
