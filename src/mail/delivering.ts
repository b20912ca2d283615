import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { log } from '../log.ts';
import type { Composer, DueMail, Letter } from './letter.ts';

/** Takes one letter to where it goes; throws when that fails now and may succeed later. */
export type Carrier = (letter: Letter, mail: { id: number; messageId: string }) => Promise<void>;

// Longer than a carrier's own time-out: a letter whose sender died is tried again after it.
const longestGapSeconds = 60;
const giveUpDays = 14;
const lettersARound = 200;
const failuresARound = 3;

/**
 * Sends what is due, oldest first, and answers how many letters went out. Each is reserved for a minute before it is
 * sent, so that two workers do not send the same one and no transaction waits for a mail server. A letter that fails
 * is tried again at most a minute later, for fourteen days.
 */
export async function deliverDue(db: Reading, compose: Composer, carry: Carrier): Promise<number> {
	let sent = 0;
	let failed = 0;
	for (let round = 0; round < lettersARound && failed < failuresARound; round++) {
		const mail = await reserveNext(db);
		if (!mail) break;
		try {
			const letter = await compose(mail);
			if (letter) await carry(letter, mail);
			await settle(db, mail.id, letter ? 'sent' : 'dropped');
			if (letter) sent++;
		} catch (error) {
			failed++;
			log().warn({ mail: mail.id, attempts: mail.attempts, err: error }, 'a letter could not be sent');
			await postpone(db, mail, String(error));
		}
	}
	return sent;
}

type Reserved = DueMail & { messageId: string; attempts: number; createdAt: Date };

async function reserveNext(db: Reading): Promise<Reserved | undefined> {
	const due = db
		.selectFrom('outgoing_mail')
		.select('id')
		.where('state', '=', 'waiting')
		.where('next_try_at', '<=', sql<Date>`now()`)
		.orderBy('next_try_at')
		.orderBy('id')
		.limit(1)
		.forUpdate()
		.skipLocked();
	const row = await db
		.updateTable('outgoing_mail')
		.set({ attempts: sql`attempts + 1`, next_try_at: sql`now() + make_interval(secs => ${longestGapSeconds})` })
		.where('id', '=', due)
		.returning([
			'id',
			'account_id as accountId',
			'letter',
			'details',
			'message_id as messageId',
			'attempts',
			'created_at as createdAt',
		])
		.executeTakeFirst();
	return row && { ...row, details: row.details as DueMail['details'] };
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
