import type { ClosureState } from '../../../../../announcements/overseen-closure.ts';
import type { ClosureKind } from '../../../../../branches/closure.ts';

/** A moment on the clock of a branch, short and in full, and how far that clock is ahead of UTC then. */
export type Moment = { at: string; short: string; full: string; offset: string };

/** Where a closure is, when, and what it stops. */
export type ClosureView = {
	kind: ClosureKind;
	/** null: every one. */
	branch: string | null;
	/** Whose clock the times are of. */
	timeZone: string;
	from: Moment;
	to: Moment;
	stops: { noNewTickets: boolean; noMessages: boolean; portalOff: boolean };
	unplannedBecause: string | null;
};

/** One that was published: its state, its title, and how far its letters have come. */
export type PublishedView = ClosureView & { id: number; state: ClosureState; title: string; told: string };
