import type { Facts } from '../audit/entry.ts';
import type { Reading } from '../database/connection.ts';
import type { Cause, Rma, RmaState } from './rma.ts';
import type { RmaStep } from './steps.ts';

/** A step that was taken; `by` is a company's or a staff member's name, '' for the portal itself. */
export type TakenStep = {
	id: number;
	step: RmaStep | 'authorise';
	state: RmaState;
	by: string;
	at: Date;
	facts: Facts;
};

/** Every step of an RMA that the caller has found as himself, in order: reasons and all. By whom is for staff alone. */
export async function listSteps(db: Reading, { number }: Pick<Rma, 'number'>): Promise<TakenStep[]> {
	const rows = await db
		.selectFrom('rma_step as s')
		.leftJoin('person as p', 'p.id', 's.account_id')
		.select(['s.id', 's.step', 's.state', 'p.name as by', 's.at', 's.details as facts'])
		.where('s.rma_number', '=', number)
		.orderBy('s.id')
		.execute();
	return rows.map(({ step, state, by, facts, ...row }) => ({
		...row,
		step: step as TakenStep['step'],
		state: state as RmaState,
		by: by ?? '',
		facts: facts as Facts,
	}));
}

/** What only staff know: the fingerprint of the completed form in hexadecimal digits, and what was found to be the cause. */
export type Findings = { fingerprint: string | null; cause: Cause | null };

/** The same of an RMA that staff have found as themselves. */
export async function readFindings(db: Reading, { number }: Pick<Rma, 'number'>): Promise<Findings> {
	const { hash, cause } = await db
		.selectFrom('rma')
		.select(['form_hash as hash', 'cause'])
		.where('number', '=', number)
		.executeTakeFirstOrThrow();
	return { fingerprint: hash?.toString('hex') ?? null, cause: cause as Cause | null };
}
