import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from 'vitest';
import { connect, disconnect } from '../../src/database/connection.ts';
import { cloneDatabase } from '../clone.ts';
import { startPortal } from '../portal.ts';
import type { Case, Stage } from './checking.ts';
import { enter } from './people.ts';
import { build } from './world.ts';

/** Counts what was asked; its sum is the last line of the run. */
class Tally {
	readonly operations = new Set<string>();
	readonly people = new Set<string>();
	readonly things = new Set<string>();
	checks = 0;
	deviations = 0;

	add(cases: Case[], deviations: string[]): void {
		for (const { operation, person, thing } of cases) {
			this.operations.add(operation.id);
			this.people.add(person.name);
			if (thing) this.things.add(thing.name);
		}
		this.checks += cases.length;
		this.deviations += deviations.length;
	}

	toString(): string {
		const { operations, people, things, checks, deviations } = this;
		return `matrix: ${operations.size} operations × ${people.size} people × ${things.size} things = ${checks} checks, ${deviations} deviations`;
	}
}

let hasBegun = false;

/** One portal with the world of the matrix behind it, and everybody logged in. */
export const test = base
	.extend('stage', { scope: 'file' }, async ({}, { onCleanup }): Promise<Stage> => {
		const closing = new AsyncDisposableStack();
		onCleanup(() => closing.disposeAsync());
		// What has failed once fails for every test alike: hundreds of them would try again.
		if (hasBegun) throw new Error('the world of the matrix could not be built');
		hasBegun = true;
		const dataDirectory = await mkdtemp(path.join(tmpdir(), 'serialdesk-matrix-'));
		closing.defer(() => rm(dataDirectory, { recursive: true, force: true }));
		const databaseUrl = await cloneDatabase();
		const db = connect(databaseUrl, 4);
		closing.defer(disconnect);
		const world = await build(db, dataDirectory);
		const portal = await startPortal({ databaseUrl, dataDirectory, env: { SERIALDESK_DEMO: 'off' } });
		closing.defer(async () => void (await portal.stop('SIGINT')));
		return { origin: portal.origin, db, world, people: await enter(db, world.accounts) };
	})
	.extend('tally', { scope: 'file' }, ({}, { onCleanup }) => {
		const tally = new Tally();
		onCleanup(() => console.log(String(tally)));
		return tally;
	});
