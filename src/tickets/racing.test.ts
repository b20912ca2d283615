import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open, request, words } from '../../tests/ticketing.ts';
import { close } from './closing.ts';
import { findTicket } from './finding.ts';
import { openTicket } from './opening.ts';
import { readConversation, readEvents } from './reading.ts';
import { reply } from './replying.ts';
import { take, takeNext } from './taking.ts';

// These commit: two transactions must meet.
describe('at the same moment', () => {
	test('a double click at the same moment makes one ticket', async ({ db, cast, clock }) => {
		const twice = request({ product: 'k-tag', serial: 'KT-0001-A', key: 'a-key-clicked-twice' });
		const click = () => db.transaction().execute((trx) => openTicket(trx, cast.master.actor, twice, clock.now));
		const numbers = await Promise.all([click(), click(), click(), click()]);
		expect(new Set(numbers).size).toBe(1);
	});

	test('a reply that crosses a close reopens the ticket and is not lost', async ({ db, cast, clock }) => {
		const number = await db
			.transaction()
			.execute((trx) => open(trx, cast.master.actor, cast.units.master, clock.now));
		await db.transaction().execute((trx) => take(trx, cast.technician.actor, number, clock.now));
		await Promise.all([
			db.transaction().execute((trx) => close(trx, cast.technician.actor, number, '', clock.now)),
			db.transaction().execute((trx) => reply(trx, cast.master.actor, number, words('One more thing'), clock.now)),
		]);
		const ticket = await findTicket(db, cast.master.actor, number);
		const messages = await readConversation(db, cast.master.actor, ticket);
		expect(messages.at(-1)?.html).toBe('<p>One more thing</p>');
		const { status } = await findTicket(db, cast.master.actor, number);
		const marks = await readEvents(db, cast.technician.actor, ticket);
		// Either order is right; a reply that came after the close has reopened the ticket.
		expect(status).toBe(marks.at(-1)?.kind === 'reopened' ? 'new' : 'closed');
	});

	test('two technicians at the same moment: one takes the ticket, the other is told who', async ({
		db,
		cast,
		clock,
	}) => {
		const number = await db
			.transaction()
			.execute((trx) => open(trx, cast.master.actor, cast.units.master, clock.now));
		const tries = await Promise.allSettled(
			[cast.technician, cast.supervisor].map(({ actor }) =>
				db.transaction().execute((trx) => take(trx, actor, number, clock.now)),
			),
		);
		expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
		const { technicianName } = await findTicket(db, cast.administrator.actor, number);
		const refusal = tries.find((one) => one.status === 'rejected')?.reason as { code: string; details: object };
		expect(refusal).toMatchObject({ code: 'ticket-taken', details: { by: technicianName } });
	});

	test('two technicians who take the next ticket get two tickets', async ({ db, cast, clock }) => {
		for (const minutes of [1, 2]) {
			await db
				.transaction()
				.execute((trx) => open(trx, cast.master.actor, cast.units.master, clock.pass({ minutes })));
		}
		const taken = await Promise.all(
			[cast.technician, cast.supervisor].map(({ actor }) =>
				db.transaction().execute((trx) => takeNext(trx, actor, clock.now)),
			),
		);
		expect(new Set(taken).size).toBe(2);
	});
});
