import type { Writing } from '../database/connection.ts';
import { wake } from '../jobs/waking.ts';
import { config } from '../config.server.ts';

export type Posting = {
	/** Who gets it: an account. Address and language are looked up when it is sent. */
	accountId: number;
	letter: string;
	/** What is told; the same account is told the same event once. */
	eventKey: string;
	details: Record<string, string | number | null>;
	/** One of very many with the same words: it waits behind all letters to one. */
	toMany?: boolean;
};

/** Puts a letter into the outbox, in the transaction that caused it, and wakes the sender. */
export async function post(trx: Writing, posting: Posting): Promise<void> {
	await postAll(trx, [posting]);
}

/** The same for many letters, at most a few thousand. */
export async function postAll(trx: Writing, postings: Posting[]): Promise<void> {
	if (postings.length === 0) return;
	const { hostname } = new URL(config().origin);
	await trx
		.insertInto('outgoing_mail')
		.values(
			postings.map(({ accountId, letter, eventKey, details, toMany = false }) => ({
				account_id: accountId,
				letter,
				event_key: eventKey,
				details: JSON.stringify(details),
				to_many: toMany,
				// Fixed per event and recipient: however often it is tried, it is one letter.
				message_id: `<${eventKey}.${accountId}@${hostname}>`,
			})),
		)
		.onConflict((conflict) => conflict.columns(['account_id', 'event_key']).doNothing())
		.execute();
	await wake(trx);
}
