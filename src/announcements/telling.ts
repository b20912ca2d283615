import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Reading, Writing } from '../database/connection.ts';
import { postAll, type Posting } from '../mail/posting.ts';
import { isConcerned, reachable, type Telling } from './addressing.ts';
import type { Audience } from './announcement.ts';

const accountsAtOnce = 500;
// People come first: the database is free for a moment between one batch and the next.
const restMs = 25;

/**
 * Writes the letters about every announcement whose time for them has come, and goes on where it was stopped (product.md B6). Several
 * processes may do so at once: who works on an announcement holds its row for one batch, and each account is told a revision once.
 */
export async function tellDue(db: Reading, now: Date, signal = new AbortController().signal): Promise<void> {
	while (!signal.aborted && (await db.transaction().execute((trx) => tellSome(trx, now)))) await sleep(restMs);
}

/** Tells the next accounts of one announcement; false when there is nothing to tell, or others are at it. */
export async function tellSome(trx: Writing, now: Date): Promise<boolean> {
	const telling = await nextToTell(trx, now);
	if (!telling) return false;
	const accounts = await nextAccounts(trx, telling);
	await postAll(
		trx,
		accounts.map((id) => letterTo(id, telling)),
	);
	const done = accounts.length < accountsAtOnce;
	await trx
		.updateTable('announcement')
		.set({ told_to_account: accounts.at(-1) ?? telling.toldToAccount, told_at: done ? now : null })
		.where('id', '=', telling.id)
		.execute();
	return true;
}

async function nextToTell(trx: Writing, now: Date) {
	return trx
		.selectFrom('announcement')
		.select(['id', 'branch_id as branchId', 'audience', 'revision', 'told_to_account as toldToAccount'])
		.select(sql<boolean>`withdrawn_at is not null`.as('withdrawn'))
		.where('letters_at', '<=', now)
		.where('told_at', 'is', null)
		.orderBy('letters_at')
		.orderBy('id')
		.limit(1)
		.forUpdate()
		.skipLocked()
		.$narrowType<{ audience: Audience }>()
		.executeTakeFirst();
}

async function nextAccounts(trx: Writing, telling: Telling & { toldToAccount: number }): Promise<number[]> {
	const rows = await reachable(trx)
		.select(sql<number>`p.id`.as('id'))
		.where('p.id', '>', telling.toldToAccount)
		.where(isConcerned(telling))
		.orderBy('p.id')
		.limit(accountsAtOnce)
		.execute();
	return rows.map(({ id }) => id);
}

function letterTo(accountId: number, { id, revision, withdrawn }: Telling): Posting {
	return {
		accountId,
		letter: withdrawn ? 'announcement-withdrawn' : 'announcement',
		eventKey: withdrawn ? `announcement-${id}-withdrawn` : `announcement-${id}-${revision}`,
		details: { announcement: id, revision },
		toMany: true,
	};
}
