import type { Reading } from '../database/connection.ts';
import type { Audience } from './announcement.ts';

/** How many customers a letter goes to; `branchId` null is for those of every branch. */
export async function countRecipients(
	db: Reading,
	{ audience, branchId }: { audience: Audience; branchId: number | null },
): Promise<number> {
	if (audience === 'nobody') return 0;
	const { count } = await db
		.selectFrom('person as p')
		.select((build) => build.fn.countAll<number>().as('count'))
		.where('p.kind', '=', 'customer')
		.where('p.disabled_at', 'is', null)
		.$if(branchId !== null, (query) => query.where('p.served_by', '=', branchId))
		.$if(audience === 'open-tickets', (query) =>
			query.where((build) =>
				build.exists(
					build
						.selectFrom('ticket as t')
						.select('t.number')
						.whereRef('t.opener_id', '=', 'p.id')
						.where('t.status', '<>', 'closed'),
				),
			),
		)
		.executeTakeFirstOrThrow();
	return count;
}
