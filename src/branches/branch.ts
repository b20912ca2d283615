import type { Locale } from '../identity/account.ts';

/** An interval of office hours on a weekday (1 Monday … 7 Sunday), wall-clock 'HH:MM' in the branch's zone. */
export type OfficeHours = { weekday: number; opens: string; closes: string };

export type Branch = {
	id: number;
	slug: string;
	legalName: string;
	country: string;
	timeZone: string;
	languages: string[];
	phone: string;
	hours: OfficeHours[];
};

/** A branch with all that is administered. */
export type BranchSheet = Branch & {
	/** Those it serves by name, in the order of their codes. */
	countries: string[];
	/** Whether it serves every country that no branch names; one branch does. */
	takesTheRest: boolean;
	/** Where parcels under an RMA go, line by line; '' where none has been entered. */
	shippingAddress: string;
	/** How to pack and send them, by language. */
	shippingInstructions: { [locale in Locale]?: string };
	version: number;
};

/** What of a branch is typed. */
export type BranchFields = Omit<BranchSheet, 'id' | 'slug' | 'version'>;

/**
 * The zone whose clock counts for what concerns a branch, or (null) all of them: then that of the one that serves the rest, which
 * stands first in every list of branches.
 */
export function zoneOf(id: number | null, branches: Pick<Branch, 'id' | 'timeZone'>[]): string {
	return (branches.find((branch) => branch.id === id) ?? branches[0])?.timeZone ?? 'UTC';
}

export const branchLimits = { slug: 40, legalName: 200, phone: 50, shippingAddress: 500, shippingInstructions: 4000 };
export const slugPattern = /^[a-z][a-z0-9-]{0,39}$/;

/** Working days of the branch after support's answer, while the customer is silent (product.md M5). */
export type Silence = { remindedAfterDays: number; closedAfterDays: number };

export const silenceLimits = { remindedAfterDays: 365, closedAfterDays: 730 };

/**
 * The languages of a branch, its first one first: new customers of its own country get that. Those that it had keep their order; of new
 * ones that of its country comes first.
 */
export function inOrder(languages: string[], had: string[], country: string): string[] {
	const native = new Intl.Locale(`und-${country}`).maximize().language;
	const rank = (language: string) => had.indexOf(language) + 1 || had.length + (language === native ? 1 : 2);
	return [...new Set(languages)].sort((a, b) => rank(a) - rank(b));
}
