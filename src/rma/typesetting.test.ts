import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { printable } from '../../tests/papers.ts';
import type { Paper } from './paper.ts';
import { typeset } from './typesetting.ts';
import { wordPaper } from './wording.ts';

const paper = wordPaper(printable('it', { fault: 'Non si accende più. '.repeat(20) }));

describe('setting papers', { timeout: 60_000 }, () => {
	test('takes a moment once the thread is warm', async () => {
		await typeset(paper);
		const times: number[] = [];
		for (let nth = 0; nth < 10; nth++) {
			const started = performance.now();
			await typeset(paper);
			times.push(performance.now() - started);
		}
		times.sort((a, b) => a - b);
		expect(times[5]).toBeLessThan(600);
	});

	test('leaves the one who answers everybody free while fifty are set', async () => {
		const long = wordPaper(printable('it', { fault: 'Non si accende più. '.repeat(250), units: 2 }));
		await typeset(long);
		const before = performance.eventLoopUtilization();
		await Promise.all(Array.from({ length: 50 }, () => typeset(long)));
		const { utilization } = performance.eventLoopUtilization(before);
		expect(utilization).toBeLessThan(0.4);
	});

	test('refuses when a hundred wait, and goes on with those', async () => {
		const small = wordPaper(printable('en', { incomplete: true }));
		const papers = Array.from({ length: 101 }, () => typeset(small));
		await expect(typeset(small)).rejects.toMatchObject({ code: 'too-busy', details: { retryAfter: 5 } });
		expect(await Promise.all(papers)).toHaveLength(101);
	});

	test('goes on after a paper that cannot be set', async () => {
		const wrong = { ...paper, pageOf: undefined } as unknown as Paper;
		await expect(typeset(wrong)).rejects.toThrow('undefined');
		expect((await typeset(paper)).length).toBeGreaterThan(10_000);
	});
});
