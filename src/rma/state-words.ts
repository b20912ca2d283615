import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import type { RmaState } from './rma.ts';

type Words = (inputs?: Record<string, never>, options?: { locale: Locale }) => string;

const words: Record<RmaState, Words> = {
	authorised: m.rma_state_authorised,
	form_complete: m.rma_state_form_complete,
	in_transit: m.rma_state_in_transit,
	received: m.rma_state_received,
	inspecting: m.rma_state_inspecting,
	quoted: m.rma_state_quoted,
	accepted: m.rma_state_accepted,
	declined: m.rma_state_declined,
	repaired: m.rma_state_repaired,
	replaced: m.rma_state_replaced,
	returned_unrepaired: m.rma_state_returned_unrepaired,
	shipped_back: m.rma_state_shipped_back,
	closed: m.rma_state_closed,
	refused: m.rma_state_refused,
	expired: m.rma_state_expired,
	cancelled: m.rma_state_cancelled,
};

/** Where an RMA is, in a word or two. */
export function stateWords(state: RmaState, options?: { locale: Locale }): string {
	return words[state]({}, options);
}
