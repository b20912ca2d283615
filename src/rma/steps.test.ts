import { expect, test } from 'vitest';
import { whereTo, type Whose } from '../../tests/diagram.ts';
import { rmaStates } from './rma.ts';
import { leads, steps, stepsFrom, type RmaStep, type Walker } from './steps.ts';

const names = Object.keys(steps) as RmaStep[];
const walkers: [Walker, Whose][] = [
	['customer', 'sender'],
	['support', 'desk'],
	['portal', 'portal'],
];

test.each(rmaStates)('from %s every step of everybody leads where the diagram says, or nowhere', (state) => {
	for (const [walker, whose] of walkers)
		for (const step of names) {
			const to = leads(step, state, walker) ? steps[step].to : undefined;
			expect([walker, step, to]).toEqual([walker, step, whereTo(state, step, whose)]);
		}
});

test('who has sent a parcel can only correct what he said of it', () => {
	expect(stepsFrom('in_transit', 'customer')).toEqual(['send']);
	expect(stepsFrom('received', 'customer')).toEqual([]);
});
