import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import type { Kysely } from 'kysely';
import { test } from '../../tests/desk.ts';
import type { DB } from '../database/schema.generated.ts';
import { inspectFile } from './inspecting.ts';
import { findRun, readRefusals } from './listing.ts';
import { cancelImport, startImport } from './starting.ts';
import { pathOf } from './uploading.ts';
import { importWaiting } from './working.ts';
import type { ImportKind, ImportRun } from './run.ts';

const by = (id: number) => ({ accountId: id, address: '192.0.2.1' });
const never = new AbortController().signal;
const header = 'code,company,email,country\n';
const customers = (from: number, to: number, prefix = 'I') =>
	Array.from(
		{ length: to - from },
		(_, n) => `${prefix}${from + n},Workshop ${from + n},w@workshop.example,IT\n`,
	).join('');

async function upload(
	db: Kysely<DB>,
	accountId: number,
	content: string,
	{ kind = 'customers', overwrites = false }: { kind?: ImportKind; overwrites?: boolean } = {},
): Promise<{ id: number; storedAs: string }> {
	const storedAs = randomUUID();
	mkdirSync(path.dirname(pathOf(storedAs)), { recursive: true });
	writeFileSync(pathOf(storedAs), content);
	const file = { name: 'some.csv', storedAs, size: content.length, sha256: Buffer.alloc(32) };
	const source = await inspectFile({ path: pathOf(storedAs), name: file.name }, kind, '');
	const id = await db
		.transaction()
		.execute((trx) => startImport(trx, by(accountId), { kind, file, source, overwrites }));
	return { id, storedAs };
}

async function outcome(
	db: Kysely<DB>,
	id: number,
): Promise<Pick<ImportRun, 'state' | 'added' | 'existing' | 'refused'>> {
	const { state, added, existing, refused } = await findRun(db, id);
	return { state, added, existing, refused };
}

const countOf = async (db: Kysely<DB>, prefix: string) =>
	(await db.selectFrom('customer').select('code').where('code', 'like', `${prefix}%`).execute()).length;

test('an upload is brought in, its refused rows are listed with their reasons, and its file goes', async ({
	db,
	cast,
}) => {
	const content = `${header}${customers(0, 3, 'A')}A9,,nobody,IT\nA9\n`;
	const { id, storedAs } = await upload(db, cast.administrator.actor.id, content);
	await importWaiting(db, never);
	expect(await outcome(db, id)).toEqual({ state: 'finished', added: 3, existing: 0, refused: 2 });
	expect((await Array.fromAsync(readRefusals(db, id))).flat()).toMatchObject([
		{ line: 5, column: 'company', value: '', reason: 'is missing' },
		{ line: 5, column: 'email', value: 'nobody', reason: 'is not an e-mail address' },
		{ line: 6, column: '', value: 'A9' },
	]);
	expect(existsSync(pathOf(storedAs))).toBe(false);
	const log = await db
		.selectFrom('audit_entry')
		.select(['action', 'who'])
		.where('subject', '=', `import:${id}`)
		.orderBy('id')
		.execute();
	expect(log).toEqual([
		{ action: 'import-started', who: 'Ada Conti' },
		{ action: 'import-finished', who: '' },
	]);
});

test('a run that was stopped goes on where it was: every row once, every number right', async ({ db, cast }) => {
	const rows = 3500;
	const { id } = await upload(db, cast.administrator.actor.id, header + customers(0, rows, 'B'));
	const stop = new AbortController();
	const running = importWaiting(db, stop.signal);
	await expect.poll(async () => (await findRun(db, id)).added, { interval: 5 }).toBeGreaterThan(0);
	stop.abort();
	await running;
	const halfway = await findRun(db, id);
	expect(halfway.state).toBe('running');
	expect(halfway.added).toBeLessThan(rows);
	expect(await countOf(db, 'B')).toBe(halfway.added);
	await importWaiting(db, never);
	expect(await outcome(db, id)).toEqual({ state: 'finished', added: rows, existing: 0, refused: 0 });
	expect(await countOf(db, 'B')).toBe(rows);
});

test('two workers bring in each row once, and runs in the order of their uploads', async ({ db, cast }) => {
	const first = await upload(db, cast.administrator.actor.id, header + customers(0, 1500, 'D'));
	const second = await upload(db, cast.administrator.actor.id, header + customers(1000, 2000, 'D'));
	await Promise.all([importWaiting(db, never), importWaiting(db, never)]);
	expect(await outcome(db, first.id)).toEqual({ state: 'finished', added: 1500, existing: 0, refused: 0 });
	expect(await outcome(db, second.id)).toEqual({ state: 'finished', added: 500, existing: 500, refused: 0 });
});

test('a cancelled run takes no further row, and is not cancelled twice', async ({ db, cast }) => {
	const { id, storedAs } = await upload(db, cast.administrator.actor.id, header + customers(0, 3500, 'E'));
	const running = importWaiting(db, never);
	await expect.poll(async () => (await findRun(db, id)).added, { interval: 5 }).toBeGreaterThan(0);
	const cancel = () =>
		db.transaction().execute((trx) => cancelImport(trx, by(cast.administrator.actor.id), id, new Date()));
	expect(await cancel()).toBe(storedAs);
	await running;
	const { added, state } = await outcome(db, id);
	expect(state).toBe('cancelled');
	expect(await countOf(db, 'E')).toBe(added);
	await expect(cancel()).rejects.toMatchObject({ code: 'changed-meanwhile' });
	await importWaiting(db, never);
	expect(await countOf(db, 'E')).toBe(added);
});

test('a row that only the database objects to is refused alone, and the batch is still one', async ({ db, cast }) => {
	const content = `${header}F1,Workshop,a@b.example,IT\nF2,Workshop,a@b@c.example,IT\nF3,Workshop,a@b.example,IT\n`;
	const { id } = await upload(db, cast.administrator.actor.id, content);
	await importWaiting(db, never);
	expect(await outcome(db, id)).toEqual({ state: 'finished', added: 2, existing: 0, refused: 1 });
});

test('a file that is gone fails its run with a word, and the next one is brought in', async ({ db, cast }) => {
	const { id, storedAs } = await upload(db, cast.administrator.actor.id, header + customers(0, 3, 'G'));
	const next = await upload(db, cast.administrator.actor.id, header + customers(0, 3, 'H'));
	await rm(pathOf(storedAs));
	await importWaiting(db, never);
	expect(await findRun(db, id)).toMatchObject({ state: 'failed', problem: expect.stringContaining('gone') as string });
	expect(await outcome(db, next.id)).toMatchObject({ state: 'finished', added: 3 });
});

test('what differs is taken over only when that was asked for', async ({ db, cast }) => {
	const changed = `${header}C5001,Northgate New,new@workshop.example,IT\n`;
	const plain = await upload(db, cast.administrator.actor.id, changed);
	await importWaiting(db, never);
	expect(await findRun(db, plain.id)).toMatchObject({ existing: 1, updated: 0 });
	const overwriting = await upload(db, cast.administrator.actor.id, changed, { overwrites: true });
	await importWaiting(db, never);
	expect(await findRun(db, overwriting.id)).toMatchObject({ existing: 0, updated: 1 });
});
