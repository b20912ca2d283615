import type { Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import { announcedHoursAhead, widens, type Closure, type ClosureKind } from './closure.ts';

/** `unplannedBecause` is null for a planned one, which is announced a day ahead. */
export type PlannedClosure = Omit<Closure, 'id' | 'version'> & { unplannedBecause: string | null };

/** With `holiday`, the day ('2026-12-25') that a public holiday was accepted for. */
export type NewClosure = PlannedClosure & { holiday?: string };

/** What of a closure may change, and the version that was shown. */
export type ClosureChange = Omit<PlannedClosure, 'kind'> & { id: number; version: number };

/** A closure before it was changed, and after. */
export type Changed = { before: PlannedClosure; after: PlannedClosure };

/**
 * Plans a closure (product.md B5). Answers its id.
 * @throws Refusal `closure-times-wrong`; `closure-too-soon` for a planned one that starts in less than 24 hours;
 * `holiday-accepted` when the branch has one for this holiday
 */
export async function planClosure(trx: Writing, closure: NewClosure, now: Date): Promise<number> {
	mustLieAhead(closure, now);
	if (closure.unplannedBecause === null && isSoon(closure, now)) throw new Refusal('closure-too-soon');
	const { id } = await trx
		.insertInto('closure')
		.values({ ...columnsOf(closure), kind: closure.kind, holiday: closure.holiday ?? null, created_at: now })
		.returning('id')
		.executeTakeFirstOrThrow()
		.catch(explainAccepted);
	return id;
}

/**
 * Changes a closure until it ends. One that starts within 24 hours, or runs, may shrink freely and grows only with a reason.
 * @throws Refusal `not-found`, `changed-meanwhile`, `closure-over`, `closure-times-wrong`, `closure-too-soon`
 */
export async function changeClosure(trx: Writing, change: ClosureChange, now: Date): Promise<Changed> {
	const before = await lockStanding(trx, change, now);
	const { id, version, ...fields } = change;
	mustLieAhead(fields, now);
	if (surprises(before, fields, now) && fields.unplannedBecause === null) throw new Refusal('closure-too-soon');
	const unplannedBecause = fields.unplannedBecause ?? before.unplannedBecause;
	const after = { ...fields, kind: before.kind, unplannedBecause };
	await trx
		.updateTable('closure')
		.set({ ...columnsOf(after), version: version + 1 })
		.where('id', '=', id)
		.execute();
	return { before, after };
}

/**
 * Undoes a closure that has not started; one that runs ends now.
 * @throws Refusal `not-found`, `changed-meanwhile`, `closure-over`
 */
export async function cancelClosure(
	trx: Writing,
	shown: { id: number; version: number },
	now: Date,
): Promise<'cancelled' | 'ended'> {
	const { startsAt } = await lockStanding(trx, shown, now);
	const outcome = startsAt < now ? 'ended' : 'cancelled';
	await trx
		.updateTable('closure')
		.set({ version: shown.version + 1, ...(outcome === 'ended' ? { ends_at: now } : { cancelled_at: now }) })
		.where('id', '=', shown.id)
		.execute();
	return outcome;
}

async function lockStanding(
	trx: Writing,
	{ id, version }: { id: number; version: number },
	now: Date,
): Promise<PlannedClosure> {
	const row = await trx
		.selectFrom('closure')
		.select(['kind', 'branch_id as branchId', 'starts_at as startsAt', 'ends_at as endsAt', 'version'])
		.select(['no_new_tickets as noNewTickets', 'no_messages as noMessages', 'portal_off as portalOff'])
		.select(['unplanned_because as unplannedBecause', 'cancelled_at as cancelledAt'])
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirst();
	if (!row) throw new Refusal('not-found');
	const { version: current, cancelledAt, kind, ...closure } = row;
	if (cancelledAt || closure.endsAt <= now) throw new Refusal('closure-over');
	if (current !== version) throw new Refusal('changed-meanwhile');
	return { ...closure, kind: kind as ClosureKind };
}

function mustLieAhead({ startsAt, endsAt }: Pick<Closure, 'startsAt' | 'endsAt'>, now: Date): void {
	if (endsAt <= startsAt || endsAt <= now) throw new Refusal('closure-times-wrong');
}

/** Whether a change keeps customers from something on short notice: it needs a reason. */
export function surprises(
	before: Omit<PlannedClosure, 'kind'>,
	after: Omit<PlannedClosure, 'kind'>,
	now: Date,
): boolean {
	return widens(before, after) && (isSoon(before, now) || isSoon(after, now));
}

/** Whether it starts before a planned one may. */
export function isSoon({ startsAt }: Pick<Closure, 'startsAt'>, now: Date): boolean {
	return startsAt.getTime() - now.getTime() < announcedHoursAhead * 3_600_000;
}

function explainAccepted(error: unknown): never {
	const { constraint } = error as { constraint?: string };
	if (constraint === 'a_public_holiday_is_accepted_once') throw new Refusal('holiday-accepted');
	throw error;
}

function columnsOf(closure: Omit<PlannedClosure, 'kind'>) {
	return {
		branch_id: closure.branchId,
		starts_at: closure.startsAt,
		ends_at: closure.endsAt,
		no_new_tickets: closure.noNewTickets,
		no_messages: closure.noMessages,
		portal_off: closure.portalOff,
		unplanned_because: closure.unplannedBecause,
	};
}
