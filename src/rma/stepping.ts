import type { By, Facts } from '../audit/entry.ts';
import { record as audit } from '../audit/recording.ts';
import type { Writing } from '../database/connection.ts';
import type { Actor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { record } from '../tickets/recording.ts';
import { mustWork } from '../tickets/taking.ts';
import { recordUnitEvent } from '../units/history.ts';
import { lockRma, type LockedRma } from './finding.ts';
import type { Cause, RmaState, Shown } from './rma.ts';
import { leads, steps, type RmaStep } from './steps.ts';

type Columns = {
	carrier?: string;
	tracking?: string;
	return_carrier?: string;
	return_tracking?: string;
	cause?: Cause;
};

/** Who takes a step: an actor with where he is, or null for the portal itself. */
export type Walking = { actor: Actor; by: By } | null;

/**
 * Locks an RMA for a step of this actor, which must lead out of where it is.
 * @throws Refusal `not-found`, `not-allowed`, `changed-meanwhile`, `rma-elsewhere` (with the state in which it is)
 */
export async function lockFor(trx: Writing, actor: Actor, step: RmaStep, shown: Shown): Promise<LockedRma> {
	if (actor.kind === 'staff') mustWork(actor);
	const rma = await lockRma(trx, actor, shown.number);
	const walker = actor.kind === 'staff' ? 'support' : 'customer';
	if (!steps[step].by.some((one) => one === walker)) throw new Refusal('not-allowed');
	if (!leads(step, rma.state, walker)) throw new Refusal('rma-elsewhere', { state: rma.state });
	if (rma.version !== shown.version) throw new Refusal('changed-meanwhile');
	return rma;
}

/** `facts` are told and kept with the step, `columns` become the RMA's own. */
type Move = { step: RmaStep; rma: LockedRma; facts?: Facts; columns?: Columns };

/** Moves a locked RMA, and in the same transaction tells ticket, units, audit log and customers (product.md R4, M9). */
export async function move(
	trx: Writing,
	walking: Walking,
	{ step, rma, facts = {}, columns = {} }: Move,
	now: Date,
): Promise<void> {
	const state: RmaState = steps[step].to;
	await trx
		.updateTable('rma')
		.set({ ...columns, state, state_since: now })
		.set((column) => ({ version: column('version', '+', 1) }))
		.where('number', '=', rma.number)
		.execute();
	await tell(trx, walking, { step, state, rma, facts }, now);
}

type News = {
	step: RmaStep | 'authorise';
	state: RmaState;
	rma: Pick<LockedRma, 'number' | 'ticketNumber'>;
	facts: Facts;
};

/** Writes down a step that was taken, everywhere it is read. */
export async function tell(
	trx: Writing,
	walking: Walking,
	{ step, state, rma, facts }: News,
	now: Date,
): Promise<void> {
	const { number, ticketNumber } = rma;
	const accountId = walking?.actor.id ?? null;
	const { id } = await trx
		.insertInto('rma_step')
		.values({ rma_number: number, step, state, account_id: accountId, details: JSON.stringify(facts), at: now })
		.returning('id')
		.executeTakeFirstOrThrow();
	await record(trx, {
		ticket: { number: ticketNumber },
		kind: 'rma',
		by: walking?.actor ?? null,
		at: now,
		details: { rma: String(number), of: String(id), step },
		letter: `rma-${step}`,
	});
	const units = await trx
		.selectFrom('rma_item')
		.select('unit_id as unitId')
		.distinct()
		.where('rma_number', '=', number)
		.orderBy('unit_id')
		.execute();
	for (const { unitId } of units)
		await recordUnitEvent(trx, { unitId, kind: 'rma', accountId, details: { rma: number, step } }, now);
	const by = walking?.by ?? { accountId: null, address: '' };
	const action = step === 'authorise' ? 'rma-authorised' : 'rma-moved';
	await audit(trx, by, { action, subject: `rma:${number}`, after: { step, state, ...facts } });
}
