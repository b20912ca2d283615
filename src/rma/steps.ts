import type { RmaState } from './rma.ts';

/** Whose step it is: the customer's who sends the parcel, a technician's, or the portal's own. */
export type Walker = 'customer' | 'support' | 'portal';

type Step = { from: readonly RmaState[]; to: RmaState; by: readonly Walker[] };

/**
 * Every way from one state of an RMA to another (product.md R3), and there is no other. What else a step asks for stands with its
 * verb: a complete form, a reason, a quote that is accepted.
 */
export const steps = {
	complete: { from: ['authorised'], to: 'form_complete', by: ['customer'] },
	send: { from: ['form_complete', 'in_transit'], to: 'in_transit', by: ['customer'] },
	receive: { from: ['form_complete', 'in_transit'], to: 'received', by: ['support'] },
	refuse: { from: ['authorised', 'form_complete', 'in_transit'], to: 'refused', by: ['support'] },
	inspect: { from: ['received'], to: 'inspecting', by: ['support'] },
	// Also once more: one that was declined, or is not good any longer, may be made anew.
	quote: { from: ['inspecting', 'quoted', 'declined'], to: 'quoted', by: ['support'] },
	accept: { from: ['quoted'], to: 'accepted', by: ['customer'] },
	decline: { from: ['quoted'], to: 'declined', by: ['customer'] },
	repair: { from: ['inspecting', 'accepted'], to: 'repaired', by: ['support'] },
	replace: { from: ['inspecting', 'accepted'], to: 'replaced', by: ['support'] },
	return: { from: ['inspecting', 'quoted', 'declined'], to: 'returned_unrepaired', by: ['support'] },
	ship: { from: ['repaired', 'replaced', 'returned_unrepaired'], to: 'shipped_back', by: ['support'] },
	close: { from: ['shipped_back'], to: 'closed', by: ['customer', 'support'] },
	cancel: { from: ['authorised', 'form_complete'], to: 'cancelled', by: ['customer', 'support'] },
	expire: { from: ['authorised', 'form_complete'], to: 'expired', by: ['portal'] },
} as const satisfies Record<string, Step>;

export type RmaStep = keyof typeof steps;

/** What somebody can do with an RMA in this state. */
export function stepsFrom(state: RmaState, walker: Walker): RmaStep[] {
	return (Object.keys(steps) as RmaStep[]).filter((name) => leads(name, state, walker));
}

/** Whether this step leads out of the state, for somebody like him. */
export function leads(name: RmaStep, state: RmaState, walker: Walker): boolean {
	const { from, by }: Step = steps[name];
	return from.includes(state) && by.includes(walker);
}
