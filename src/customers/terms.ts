import type { Locale } from '../identity/account.ts';

/** A published version of the terms of use, in one language. */
export type Terms = { version: number; publishedAt: Date; html: string };

/** A version as the administration lists it; a draft is not published yet. */
export type TermsVersion = { version: number; publishedAt: Date | null; acceptedBy: number };

/** A version's text in one language. `revision` grows with each change: who saves names the one that he saw. */
export type TermsText = { locale: Locale; html: string; revision: number };

/** All that a draft's texts have gone through: when it differs, somebody has changed one of them. */
export function stateOf(texts: TermsText[]): number {
	return texts.reduce((sum, { revision }) => sum + revision, 0);
}
