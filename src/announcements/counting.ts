import { sql, type RawBuilder } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { isAddressed, isConcerned, reachable, toldBefore, type Addressed, type Telling } from './addressing.ts';

/** How many customers a letter goes to. */
export function countRecipients(db: Reading, to: Addressed): Promise<number> {
	return count(db, isAddressed(to));
}

/** How many would be told of a new revision. */
export function countConcerned(db: Reading, telling: Telling): Promise<number> {
	return count(db, isConcerned(telling));
}

/** How many have been told of an announcement, in whatever revision so far. */
export function countTold(db: Reading, { id, revision }: Pick<Telling, 'id' | 'revision'>): Promise<number> {
	return count(db, toldBefore(sql.ref('p.id'), id, revision + 1));
}

async function count(db: Reading, whom: RawBuilder<boolean>): Promise<number> {
	const { count: found } = await reachable(db)
		.select((build) => build.fn.countAll<number>().as('count'))
		.where(whom)
		.executeTakeFirstOrThrow();
	return found;
}
