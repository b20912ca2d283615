import { expect, test } from 'vitest';
import { stationsOf } from './stages.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const shown = (...[state, history]: Parameters<typeof stationsOf>) =>
	stationsOf(state, history).map((one) => `${one.stage} ${one.is} ${one.at?.getUTCDate() ?? '–'}`);

test('the line says when each place was reached, where it is, and what lies ahead', () => {
	const history = [
		{ step: 'authorise', at: at(1) },
		{ step: 'complete', at: at(2) },
		{ step: 'send', at: at(3) },
		{ step: 'send', at: at(4) },
	];
	expect(shown('in_transit', history)).toEqual([
		'authorised done 1',
		'form done 2',
		'transit current 3',
		'received ahead –',
		'bench ahead –',
		'done ahead –',
		'home ahead –',
		'closed ahead –',
	]);
});

test('a quote is asked and answered on the bench', () => {
	for (const state of ['quoted', 'accepted', 'declined'] as const)
		expect(stationsOf(state, []).find(({ is }) => is === 'current')?.stage).toBe('bench');
});

test('what was stopped shows what it reached, and its end', () => {
	const history = [
		{ step: 'authorise', at: at(1) },
		{ step: 'complete', at: at(2) },
		{ step: 'refuse', at: at(9) },
	];
	expect(shown('refused', history)).toEqual(['authorised done 1', 'form done 2', 'end current 9']);
});

test('nothing of a closed one lies ahead', () => {
	expect(new Set(stationsOf('closed', []).map(({ is }) => is))).toEqual(new Set(['done']));
});
