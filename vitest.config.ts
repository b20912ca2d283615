import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';

// Three kinds of test, one after the other: two cores are not enough for a browser beside a busy database. Browsers, letters and
// jobs often wait, so that three files may run at a time; where seconds are promised, they may not. Files share a process where they can: the sources are read
// once then, and not for each.
export default defineConfig({
	test: {
		globalSetup: 'tests/cluster.ts',
		maxWorkers: 2,
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				test: {
					name: 'domain',
					environment: 'node',
					isolate: false,
					setupFiles: 'tests/own-data.ts',
					include: ['src/**/*.test.ts', 'installation/**/*.test.ts', 'bench/**/*.test.ts', 'tests/*.test.ts'],
					testTimeout: 15_000,
					hookTimeout: 30_000,
					maxWorkers: 3,
					sequence: { groupOrder: 0 },
				},
			},
			{
				test: {
					name: 'journeys',
					globalSetup: ['tests/built.ts', 'tests/unpacked.ts'],
					environment: 'node',
					isolate: false,
					include: ['tests/journeys/**/*.test.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					maxWorkers: 3,
					sequence: { groupOrder: 1 },
				},
			},
			{
				test: {
					name: 'faults',
					globalSetup: 'tests/built.ts',
					environment: 'node',
					include: ['tests/faults/**/*.test.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					maxWorkers: 2,
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});
