import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import type { ClosureKind } from './closure.ts';

type Words = (inputs?: Record<string, never>, options?: { locale: Locale }) => string;

/** What a closure that runs says of itself, where its announcement has no words for it. */
export const closureWords: Record<ClosureKind, () => string> = {
	public_holiday: m.closure_public_holiday,
	company_holiday: m.closure_company_holiday,
	maintenance: m.closure_maintenance,
};

/** What each kind is, whether it runs or is still to come. */
export const closureKindWords: Record<ClosureKind, Words> = {
	public_holiday: m.closure_kind_public_holiday,
	company_holiday: m.closure_kind_company_holiday,
	maintenance: m.closure_kind_maintenance,
};
