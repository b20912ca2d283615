import type { RmaState } from './rma.ts';

/** What a browser shows, and we can make a preview of. */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

/** A photograph of a parcel as pages show it. */
export type Photo = {
	id: string;
	name: string;
	takenAt: Date;
	by: string;
	/** Pixels of the preview that we made ourselves, once it is there. */
	preview: { width: number; height: number } | null;
};

/** Whether a parcel in this state is, or may be, in somebody's hands here. */
export function mayBePhotographed(state: RmaState): boolean {
	return !['shipped_back', 'closed', 'refused', 'expired', 'cancelled'].includes(state);
}
