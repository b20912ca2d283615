import { sql } from 'kysely';
import { findMaker } from '../branches/finding.ts';
import type { Reading } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { findDestination, findRma, listItems, readForm } from './finding.ts';
import { asOf } from './rma.ts';
import { typeset } from './typesetting.ts';
import { wordPaper } from './wording.ts';

export type Printed = { name: string; bytes: Uint8Array<ArrayBuffer> };

/**
 * The paper of an RMA as a PDF, in its sender's language whoever asks (product.md R2). While its form is not complete, and once it was
 * refused, cancelled or has expired, it says so and bears neither codes nor label.
 * @throws Refusal `not-found`, the same for missing and for somebody else's; `too-busy` when too many wait for theirs
 */
export async function printRma(db: Reading, actor: Actor, number: number, now: Date): Promise<Printed> {
	const rma = asOf(await findRma(db, actor, number), now);
	const [items, form, destination, maker, sealed] = await Promise.all([
		listItems(db, rma, rma.locale),
		readForm(db, rma),
		findDestination(db, rma),
		findMaker(db),
		findSeal(db, number),
	]);
	const bytes = await typeset(wordPaper({ rma, items, form, destination, maker, ...sealed }));
	return { name: `RMA-${number}.pdf`, bytes };
}

function findSeal(db: Reading, number: number): Promise<{ formHash: string | null; timeZone: string }> {
	return db
		.selectFrom('rma as r')
		.innerJoin('account as a', 'a.id', 'r.customer_id')
		.select([sql<string | null>`encode(r.form_hash, 'hex')`.as('formHash'), 'a.time_zone as timeZone'])
		.where('r.number', '=', number)
		.executeTakeFirstOrThrow();
}
