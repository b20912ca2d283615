import { expect, test } from 'vitest';
import { nextSteps } from './next-steps.ts';
import { rmaStates } from './rma.ts';
import { leads } from './steps.ts';

test('what is offered is what the diagram allows, whatever the state', () => {
	for (const state of rmaStates) {
		const { main, others } = nextSteps({ state, inWarranty: true });
		for (const step of [...(main ? [main] : []), ...others])
			expect([state, step, leads(step, state, 'support')]).toEqual([state, step, true]);
		expect(others).not.toContain(main);
	}
});

test('without warranty the bench offers a quote, and neither repair nor replacement before it is accepted', () => {
	expect(nextSteps({ state: 'inspecting', inWarranty: false })).toEqual({ main: 'quote', others: ['return'] });
	expect(nextSteps({ state: 'accepted', inWarranty: false })).toEqual({ main: 'repair', others: ['replace'] });
});

test('in warranty it is repaired at once', () => {
	expect(nextSteps({ state: 'inspecting', inWarranty: true })).toMatchObject({ main: 'repair' });
});

test('nothing is pressed on a technician while the customer has the word', () => {
	expect(nextSteps({ state: 'quoted', inWarranty: false })).toEqual({ main: null, others: ['quote', 'return'] });
	expect(nextSteps({ state: 'closed', inWarranty: true })).toEqual({ main: null, others: [] });
});
