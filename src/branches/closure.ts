import type { Period } from './calendar.ts';

export const closureKinds = ['public_holiday', 'company_holiday', 'maintenance'] as const;
export type ClosureKind = (typeof closureKinds)[number];

/** A period in which support is not given (product.md B4), from `startsAt` to before `endsAt`. */
export type Closure = {
	id: number;
	kind: ClosureKind;
	/** null: of every branch. */
	branchId: number | null;
	startsAt: Date;
	endsAt: Date;
	/** What customers cannot do while it runs. */
	noNewTickets: boolean;
	noMessages: boolean;
	/** Maintenance only: one static page for everybody but administrators. */
	portalOff: boolean;
	version: number;
};

/** Why a customer cannot write now, as he is told: what was announced, and until when, in his own time. */
export type Closed = { kind: ClosureKind; title: string; text: string; until: { at: string; text: string } };

/** What customers write: a closure has a switch for each. */
export type Writing = 'tickets' | 'messages';

/** How long before it starts a planned closure must be announced (product.md B5). */
export const announcedHoursAhead = 24;

/** Whether it has begun and is not over. */
export function isRunning({ startsAt, endsAt }: Pick<Closure, 'startsAt' | 'endsAt'>, at: Date): boolean {
	return startsAt <= at && at < endsAt;
}

/** Whether it is one of this branch: its own, or of every branch. */
export function concerns({ branchId }: Pick<Closure, 'branchId'>, branch: number | null): boolean {
	return branchId === null || branchId === branch;
}

/** Whether customers are kept from writing this while it runs. */
function stops({ noNewTickets, noMessages }: Closure, what: Writing): boolean {
	return what === 'tickets' ? noNewTickets : noMessages;
}

/** The closure because of which a branch's customers cannot write now; of several, the one that ends last. */
export function closureStopping(
	closures: Closure[],
	branch: number | null,
	what: Writing,
	at: Date,
): Closure | undefined {
	return lastToEnd(
		closures.filter((closure) => concerns(closure, branch) && isRunning(closure, at) && stops(closure, what)),
	);
}

/** The maintenance because of which nobody but administrators gets in now; of several, the one that ends last. */
export function closureTurningOff(closures: Closure[], at: Date): Closure | undefined {
	return lastToEnd(closures.filter((closure) => closure.portalOff && isRunning(closure, at)));
}

function lastToEnd(closures: Closure[]): Closure | undefined {
	return closures.toSorted((a, b) => b.endsAt.getTime() - a.endsAt.getTime())[0];
}

/** When a branch is away, for its calendar. */
export function periodsOf(closures: Closure[], branch: number): Period[] {
	return closures
		.filter((closure) => concerns(closure, branch))
		.map(({ startsAt, endsAt }) => ({ from: startsAt.getTime(), to: endsAt.getTime() }));
}

type Extent = Omit<Closure, 'id' | 'kind' | 'version'>;

/** Whether a change keeps customers from more than before: it begins earlier, ends later, stops more, or is of others too. */
export function widens(before: Extent, after: Extent): boolean {
	return (
		after.startsAt < before.startsAt ||
		after.endsAt > before.endsAt ||
		(after.noNewTickets && !before.noNewTickets) ||
		(after.noMessages && !before.noMessages) ||
		(after.portalOff && !before.portalOff) ||
		(before.branchId !== null && after.branchId !== before.branchId)
	);
}
