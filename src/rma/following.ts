import type { Reading } from '../database/connection.ts';
import type { Rma } from './rma.ts';

/** What its sender is told with a step: why, with whom, which units instead. */
export type ToldFacts = { reason?: string; carrier?: string; tracking?: string; serials?: string[] };
export type TakenStep = { step: string; at: Date; facts: ToldFacts };

/** The steps of an RMA that the caller has found as himself, in their order. */
export async function listSteps(db: Reading, { number }: Pick<Rma, 'number'>): Promise<TakenStep[]> {
	const rows = await db
		.selectFrom('rma_step')
		.select(['step', 'at', 'details'])
		.where('rma_number', '=', number)
		.orderBy('id')
		.execute();
	return rows.map(({ step, at, details }) => ({ step, at, facts: details as ToldFacts }));
}
