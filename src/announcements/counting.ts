import type { Reading } from '../database/connection.ts';
import { isAddressed, reachable, type Addressed } from './addressing.ts';

/** How many customers a letter goes to. */
export async function countRecipients(db: Reading, to: Addressed): Promise<number> {
	const { count } = await reachable(db)
		.select((build) => build.fn.countAll<number>().as('count'))
		.where(isAddressed(to))
		.executeTakeFirstOrThrow();
	return count;
}
