import type { Cause, RmaState } from '../rma/rma.ts';

/**
 * How long RMAs took from received to shipped back, in calendar days; `p90`: nine of ten were quicker. `workingMedian`: in working days of
 * their branches, the day of receiving not counted.
 */
export type Turnaround = { count: number; median: number; p90: number; workingMedian: number };
export type NamedTurnaround = Turnaround & { name: string };

/** How long RMAs stood in a state, in calendar days, over those that left it. */
export type Stay = { state: RmaState; count: number; median: number };

export const outcomes = ['repair', 'replace', 'return', 'refuse'] as const;
export type Outcome = (typeof outcomes)[number];

/** A unit that was received again soon after it was shipped back. */
export type Repeat = {
	serial: string;
	product: string;
	productName: string;
	rma: number;
	shippedAt: Date;
	again: number;
	returnedAt: Date;
};

/** `units`: how many were shipped back, `returned`: how many of them came back; the latest of those. */
export type Repeats = { units: number; returned: number; latest: Repeat[] };

export type RefusedParcel = { rma: number; at: Date; reason: string; by: string };

export type CauseCount = { cause: Cause | null; count: number };

/** Below so many, nine of ten are all but one or all: no number is said. */
export const fewestForP90 = 10;

/** Within so many days after it was shipped back a unit counts as come back. */
export const repeatWithinDays = 90;
