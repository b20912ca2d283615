import { beforeEach, describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { Reading } from '../database/connection.ts';
import { deliverDue } from './delivering.ts';
import type { Composer } from './letter.ts';
import { post, postAll } from './posting.ts';

const compose: Composer = async (mail) => ({
	to: { name: 'Somebody', address: 'somebody@workshop.example' },
	locale: 'en',
	subject: mail.letter,
	heading: '',
	paragraphs: [],
	footer: [],
});

function announce(db: Reading, accountId: number, count: number): Promise<void> {
	const postings = Array.from({ length: count }, (_, nth) => ({
		accountId,
		letter: 'to-many',
		eventKey: `to-many-${nth}`,
		details: {},
		toMany: true,
	}));
	return db.transaction().execute((trx) => postAll(trx, postings));
}

function write(db: Reading, accountId: number, letter: string): Promise<void> {
	return db.transaction().execute((trx) => post(trx, { accountId, letter, eventKey: letter, details: {} }));
}

describe('a letter to one, while hundreds to many wait', () => {
	beforeEach(async ({ db }: { db: Reading }) => void (await db.deleteFrom('outgoing_mail').execute()));

	test('goes first, though it came last', async ({ db, cast }) => {
		const { id } = cast.master.actor;
		await announce(db, id, 300);
		await write(db, id, 'to-one');
		const carried: string[] = [];
		await deliverDue(db, compose, async ({ subject }) => void carried.push(subject));
		expect(carried).toHaveLength(301);
		expect(carried[0]).toBe('to-one');
	}, 30_000);

	test('that comes while they are sent waits for a few of them at most', async ({ db, cast }) => {
		const { id } = cast.master.actor;
		await announce(db, id, 60);
		const carried: string[] = [];
		await deliverDue(db, compose, async ({ subject }) => {
			carried.push(subject);
			if (carried.length === 10) await write(db, id, 'to-one');
		});
		expect(carried).toHaveLength(61);
		expect(carried.indexOf('to-one') - 10).toBeLessThanOrEqual(3);
	});
});
