import type { Reading } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { mustWork } from '../tickets/taking.ts';
import { readCode } from './code.ts';
import { findRma } from './finding.ts';
import type { RmaState } from './rma.ts';
import { leads, type RmaStep } from './steps.ts';

/**
 * What a scanned code leads to. `receivable`: a parcel that can be received; `further`: an RMA that has come further than that. The
 * others are told where the parcel lies: what happened, when, and by whom of the staff (null: the customer, or the portal itself).
 */
export type Scanned =
	| { outcome: 'not-a-code' | 'unknown' }
	| { outcome: 'receivable'; number: number; nth: number | null }
	| { outcome: 'further'; number: number }
	| {
			outcome: 'form-missing' | 'received' | 'refused' | 'expired' | 'cancelled';
			number: number;
			at: Date;
			by: string | null;
	  };

/** Reads what was scanned; what comes to another branch is as unknown as what does not exist. @throws Refusal `not-allowed` */
export async function scan(db: Reading, technician: StaffActor, text: string): Promise<Scanned> {
	mustWork(technician);
	const code = readCode(text);
	if (!code) return { outcome: 'not-a-code' };
	const rma = await findRma(db, technician, code.number).catch((error: unknown) => {
		if (error instanceof Refusal && error.code === 'not-found') return null;
		throw error;
	});
	if (!rma) return { outcome: 'unknown' };
	if (leads('receive', rma.state, 'support')) return { outcome: 'receivable', ...code };
	const told = tellings[rma.state];
	if (!told) return { outcome: 'further', number: rma.number };
	const step = await findStep(db, rma.number, told.step);
	return { outcome: told.outcome, number: rma.number, at: step?.at ?? rma.stateSince, by: step?.by ?? null };
}

type Telling = { outcome: Extract<Scanned, { at: Date }>['outcome']; step: RmaStep | 'authorise' };

const tellings: Partial<Record<RmaState, Telling>> = {
	authorised: { outcome: 'form-missing', step: 'authorise' },
	received: { outcome: 'received', step: 'receive' },
	refused: { outcome: 'refused', step: 'refuse' },
	expired: { outcome: 'expired', step: 'expire' },
	cancelled: { outcome: 'cancelled', step: 'cancel' },
};

/** When a step was last taken, and by whom of the staff; of an RMA that the caller has found as himself. */
export async function findStep(
	db: Reading,
	number: number,
	step: Telling['step'],
): Promise<{ at: Date; by: string | null } | undefined> {
	return db
		.selectFrom('rma_step as w')
		.leftJoin('staff as s', 's.id', 'w.account_id')
		.select(['w.at', 's.name as by'])
		.where('w.rma_number', '=', number)
		.where('w.step', '=', step)
		.orderBy('w.id', 'desc')
		.executeTakeFirst();
}
