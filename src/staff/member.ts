import type { Locale } from '../identity/account.ts';
import { seesAllBranches, type Role } from '../identity/actor.ts';

/** Invited: has no way in yet but the letter. Left: has none any more. */
export const memberStates = ['active', 'invited', 'left'] as const;
export type MemberState = (typeof memberStates)[number];

/** One of the maker's staff, as the administration shows him. */
export type Member = {
	id: number;
	name: string;
	email: string;
	role: Role;
	/** Slugs of the branches he serves. */
	branches: string[];
	state: MemberState;
	hasSecondFactor: boolean;
	/** When one of his sessions was used last; null: never, as far as is known. */
	seenAt: Date | null;
	/** Until when the link of his invitation opens; null when there is none. */
	invitedUntil: Date | null;
	locale: Locale;
	timeZone: string;
};

/** Who does not see all branches sees none without one of his own. */
export function needsBranch(role: Role): boolean {
	return !seesAllBranches({ role });
}
