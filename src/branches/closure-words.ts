import { m } from '../paraglide/messages.js';
import type { ClosureKind } from './closure.ts';

/** What each kind of closure is called, where its announcement has no words for it. */
export const closureWords: Record<ClosureKind, () => string> = {
	public_holiday: m.closure_public_holiday,
	company_holiday: m.closure_company_holiday,
	maintenance: m.closure_maintenance,
};
