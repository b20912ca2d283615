import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import type { Cause } from './rma.ts';

type Words = (inputs?: Record<string, never>, options?: { locale: Locale }) => string;

const words: Record<Cause, Words> = {
	no_fault: m.rma_cause_no_fault,
	electronics: m.rma_cause_electronics,
	connector: m.rma_cause_connector,
	supply: m.rma_cause_supply,
	firmware: m.rma_cause_firmware,
	handling: m.rma_cause_handling,
	transport: m.rma_cause_transport,
	other: m.rma_cause_other,
};

/** Why a unit came back, in a word or two. */
export function causeWords(cause: Cause, options?: { locale: Locale }): string {
	return words[cause]({}, options);
}
