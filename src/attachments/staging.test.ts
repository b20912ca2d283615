import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { claimFiles, findStaged, stageFiles } from './staging.ts';

const received = (name: string) => ({
	slot: 'other' as const,
	name,
	size: 1,
	sha256: Buffer.alloc(32),
	storedAs: `aa/${name}`,
});

describe('files that wait for their form', () => {
	test('stand in the order in which the form names them, whichever arrived first', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		const names = ['third', 'first', 'second', 'fourth'];
		const staged = await stageFiles(trx, id, names.map(received));
		const chosen = ['first', 'second', 'third', 'fourth'];
		const ids = chosen.map((name) => staged.find((file) => file.name === name)?.id ?? '');
		expect((await findStaged(trx, id, ids)).map(({ name }) => name)).toEqual(chosen);
		expect((await claimFiles(trx, id, ids, clock.now)).map(({ name }) => name)).toEqual(chosen);
	});

	test('go with one message when two are sent at the same moment, and the other is told', async ({
		db,
		cast,
		clock,
	}) => {
		const { id } = cast.master.actor;
		const staged = await db.transaction().execute((trx) => stageFiles(trx, id, [received('dump.bin')]));
		const claim = () => db.transaction().execute((trx) => claimFiles(trx, id, [staged[0]?.id ?? ''], clock.now));
		const outcomes = await Promise.allSettled([claim(), claim()]);
		const refusals = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
		expect(refusals).toEqual([expect.objectContaining({ code: 'file-gone' })]);
	});
});
