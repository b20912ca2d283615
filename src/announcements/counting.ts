import type { Reading } from '../database/connection.ts';
import { isAddressed, reachable } from './addressing.ts';
import type { Audience } from './announcement.ts';

/** How many customers a letter goes to; `branchId` null is for those of every branch. */
export async function countRecipients(
	db: Reading,
	to: { audience: Audience; branchId: number | null },
): Promise<number> {
	const { count } = await reachable(db)
		.select((build) => build.fn.countAll<number>().as('count'))
		.where(isAddressed(to))
		.executeTakeFirstOrThrow();
	return count;
}
