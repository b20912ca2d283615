import type { Closure } from '../branches/closure.ts';
import type { Announcement } from './announcement.ts';

/** Where a closure stands at a moment. An ended one was running when somebody ended it, or ran its time. */
export const closureStates = ['coming', 'running', 'over', 'cancelled'] as const;
export type ClosureState = (typeof closureStates)[number];

/** Letters about one revision of an announcement, or about its withdrawal: gone out, and written in all. */
export type Told = { revision: number; isWithdrawal: boolean; sent: number; written: number };

/** A closure as the administration sees it, with its announcement. */
export type OverseenClosure = Closure & {
	/** null: it is planned. */
	unplannedBecause: string | null;
	cancelledAt: Date | null;
	announcement: Pick<Announcement, 'id' | 'texts' | 'audience' | 'revision'> & {
		lettersAt: Date;
		/** When the last letter about its newest revision was written; null while they are being written. */
		toldAt: Date | null;
	};
	/** About the newest revision. */
	told: Told;
};

export function stateOf(
	{ startsAt, endsAt, cancelledAt }: Pick<OverseenClosure, 'startsAt' | 'endsAt' | 'cancelledAt'>,
	at: Date,
): ClosureState {
	if (cancelledAt) return 'cancelled';
	if (endsAt <= at) return 'over';
	return startsAt <= at ? 'running' : 'coming';
}

/** Whether it may still be changed. */
export function isStanding(state: ClosureState): boolean {
	return state === 'coming' || state === 'running';
}
