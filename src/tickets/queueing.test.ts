import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open, words } from '../../tests/ticketing.ts';
import { answer } from './answering.ts';
import { countQueue, queuePlace, readInHand, readQueue } from './queueing.ts';
import { reply } from './replying.ts';
import { take } from './taking.ts';

describe('the queue of a branch', () => {
	test('shows every waiting ticket once over its pages, in the order they became New', async ({
		trx,
		cast,
		clock,
	}) => {
		const numbers: number[] = [];
		for (let nth = 0; nth < 60; nth++)
			numbers.push(await open(trx, cast.master.actor, cast.units.master, clock.pass({ seconds: nth % 3 })));
		const seen: number[] = [];
		let after = '';
		do {
			const page = await readQueue(trx, cast.technician.actor, queuePlace(after));
			seen.push(...page.rows.map((row) => row.number));
			after = page.next ?? '';
		} while (after);
		expect(seen).toEqual(numbers);
	});

	test('says which branch’s working time counts', async ({ trx, cast, clock }) => {
		await open(trx, cast.slave.actor, cast.units.slave, clock.now);
		const { rows } = await readQueue(trx, cast.technicianFrance.actor);
		expect(rows).toMatchObject([{ branchId: cast.branches.france }]);
	});

	test('is not another branch’s', async ({ trx, cast, clock }) => {
		await open(trx, cast.master.actor, cast.units.master, clock.now);
		expect((await readQueue(trx, cast.technicianFrance.actor)).rows).toEqual([]);
		expect(await countQueue(trx, cast.technicianFrance.actor)).toEqual({ waiting: 0, inHand: 0 });
	});

	test('begins at its beginning when the place in the address was tampered with', () => {
		expect(queuePlace('x')).toBeNull();
		expect(queuePlace(Buffer.from('["now",1]').toString('base64url'))).toBeNull();
	});
});

test('in hand comes first where the customer answered, by his last word', async ({ trx, cast, clock }) => {
	const first = await open(trx, cast.master.actor, cast.units.master, clock.now);
	const second = await open(trx, cast.stranger.actor, cast.units.stranger, clock.pass({ minutes: 1 }));
	for (const number of [first, second])
		await answer(trx, cast.technician.actor, number, words('Send the log'), clock.pass({ minutes: 1 }));
	const spoken = clock.pass({ hours: 1 });
	await reply(trx, cast.stranger.actor, second, words('Here it is'), spoken);
	const rows = await readInHand(trx, cast.technician.actor);
	expect(rows.map((row) => row.number)).toEqual([second, first]);
	expect(rows[0]?.queuedAt).toEqual(spoken);
});

test('in hand tells since when its customer has been silent', async ({ trx, cast, clock }) => {
	const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
	const answered = clock.pass({ hours: 1 });
	await answer(trx, cast.technician.actor, number, words('Send the log'), answered);
	const [row] = await readInHand(trx, cast.technician.actor);
	expect(row?.queuedAt).toEqual(answered);
});

test('in hand has a ticket that came without a message', async ({ trx, cast, clock }) => {
	const number = await open(trx, cast.master.actor, cast.units.master, clock.now);
	await take(trx, cast.technician.actor, number, clock.pass({ hours: 1 }));
	await trx.deleteFrom('message').where('ticket_number', '=', number).execute();
	const [row] = await readInHand(trx, cast.technician.actor);
	expect(row?.queuedAt).toBeInstanceOf(Date);
});
