import type { RmaState } from './rma.ts';
import { stepsFrom, type RmaStep } from './steps.ts';

/** What a technician is offered: the one thing to do, where there is one, and what else is possible. */
export type NextSteps = { main: RmaStep | null; others: RmaStep[] };

const mainSteps: Partial<Record<RmaState, RmaStep>> = {
	form_complete: 'receive',
	in_transit: 'receive',
	received: 'inspect',
	inspecting: 'repair',
	accepted: 'repair',
	declined: 'return',
	repaired: 'ship',
	replaced: 'ship',
	returned_unrepaired: 'ship',
	shipped_back: 'close',
};

/** Whether work begins only when a quote was accepted, and none was. */
export function needsQuote({ state, inWarranty }: { state: RmaState; inWarranty: boolean }): boolean {
	return state === 'inspecting' && !inWarranty;
}

/** The steps that a technician can take now. Without warranty the quote comes first: until it is accepted, neither repair nor replacement. */
export function nextSteps(rma: { state: RmaState; inWarranty: boolean }): NextSteps {
	const all = stepsFrom(rma.state, 'support');
	const possible = needsQuote(rma) ? all.filter((step) => step !== 'repair' && step !== 'replace') : all;
	const main = needsQuote(rma) ? 'quote' : (mainSteps[rma.state] ?? null);
	return { main, others: possible.filter((step) => step !== main) };
}
