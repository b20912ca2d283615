import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import type { CastCustomer, CastUnit } from '../../tests/cast.ts';
import { open, words } from '../../tests/ticketing.ts';
import { WorkingCalendar } from '../branches/calendar.ts';
import { periodsOf, type Closure } from '../branches/closure.ts';
import type { Reading } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { locales } from '../identity/account.ts';
import type { DueMail } from '../mail/letter.ts';
import { addNote, answer } from './answering.ts';
import { composeTicketLetter } from './letters.ts';
import { readEvents } from './reading.ts';
import { reply } from './replying.ts';
import { remindAndCloseSilent, type Working } from './silence.ts';

const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '18:00' }));

function working(branches: Record<string, number>, closures: Closure[] = []): Working {
	const calendars = Object.values(branches).map(
		(id) => [id, new WorkingCalendar({ timeZone: 'Europe/Rome', hours }, periodsOf(closures, id))] as const,
	);
	return { calendars: new Map(calendars), closures };
}

function away(branchId: number | null, from: string, to: string, noMessages = true): Closure {
	const times = { startsAt: new Date(`${from}:00+02:00`), endsAt: new Date(`${to}:00+02:00`) };
	const switches = { noNewTickets: true, noMessages, portalOff: false };
	return { id: 1, kind: 'company_holiday', branchId, ...times, ...switches, version: 1 };
}

type Opened = { customer: CastCustomer; unit: CastUnit; technician: StaffActor };

function answered(db: Reading, { customer, unit, technician }: Opened, now: Date): Promise<number> {
	return db.transaction().execute(async (trx) => {
		const number = await open(trx, customer.actor, unit, now);
		await answer(trx, technician, number, words('Send the log'), now);
		return number;
	});
}

async function happened(db: Reading, number: number): Promise<string[]> {
	const rows = await db
		.selectFrom('ticket_event')
		.select('kind')
		.where('ticket_number', '=', number)
		.where('kind', 'in', ['reminded', 'closed'])
		.orderBy('id')
		.execute();
	return rows.map(({ kind }) => kind);
}

// The clock stands on Wednesday 7 October, 10:30: seven working days later is Friday the 16th, fourteen Tuesday the 27th.
const seventh = new Date('2026-10-16T10:30:00+02:00');
const fourteenth = new Date('2026-10-27T10:30:00+01:00');
const before = (at: Date) => new Date(at.getTime() - 1);
const dayAfter = (at: Date) => new Date(at.getTime() + 86_400_000);

const silent = test
	.extend('opened', ({ cast }) => ({
		customer: cast.master,
		unit: cast.units.master,
		technician: cast.technician.actor,
	}))
	.extend('ticket', ({ db, opened, clock }) => answered(db, opened, clock.now));

describe('a ticket whose customer is silent', () => {
	silent('is reminded of after seven working days, once', async ({ db, cast, ticket }) => {
		const open = working(cast.branches);
		await remindAndCloseSilent(db, open, before(seventh));
		expect(await happened(db, ticket)).toEqual([]);
		await remindAndCloseSilent(db, open, seventh);
		await remindAndCloseSilent(db, open, dayAfter(seventh));
		expect(await happened(db, ticket)).toEqual(['reminded']);
	});

	silent('is closed by the portal after fourteen', async ({ db, cast, ticket }) => {
		const open = working(cast.branches);
		await remindAndCloseSilent(db, open, seventh);
		await remindAndCloseSilent(db, open, before(fourteenth));
		expect(await happened(db, ticket)).toEqual(['reminded']);
		await remindAndCloseSilent(db, open, fourteenth);
		const row = await db.selectFrom('ticket').selectAll().where('number', '=', ticket).executeTakeFirstOrThrow();
		expect(row).toMatchObject({ status: 'closed', closed_at: fourteenth, answer_awaited: false });
		for (const actor of [cast.master.actor, cast.technician.actor]) {
			const events = await readEvents(db, actor, { number: ticket });
			expect(events.slice(-2)).toMatchObject([
				{ kind: 'reminded', by: null },
				{ kind: 'closed', by: null, forSilence: true },
			]);
		}
	});

	silent('is not closed before it was reminded of, and as long before as ever', async ({ db, cast, ticket }) => {
		const open = working(cast.branches);
		await remindAndCloseSilent(db, open, fourteenth);
		await remindAndCloseSilent(db, open, dayAfter(fourteenth));
		expect(await happened(db, ticket)).toEqual(['reminded']);
	});

	silent('has a day more for each holiday of its branch', async ({ db, cast, ticket }) => {
		const holiday = working(cast.branches, [away(cast.branches.italy, '2026-10-12T00:00', '2026-10-13T00:00')]);
		await remindAndCloseSilent(db, holiday, seventh);
		expect(await happened(db, ticket)).toEqual([]);
		await remindAndCloseSilent(db, holiday, new Date('2026-10-19T10:30:00+02:00'));
		expect(await happened(db, ticket)).toEqual(['reminded']);
		await remindAndCloseSilent(db, holiday, fourteenth);
		expect(await happened(db, ticket)).toEqual(['reminded']);
		await remindAndCloseSilent(db, holiday, dayAfter(fourteenth));
		expect(await happened(db, ticket)).toEqual(['reminded', 'closed']);
	});

	silent('has none for a holiday of another branch', async ({ db, cast, ticket }) => {
		const holiday = working(cast.branches, [away(cast.branches.spain, '2026-10-12T00:00', '2026-10-13T00:00')]);
		await remindAndCloseSilent(db, holiday, seventh);
		expect(await happened(db, ticket)).toEqual(['reminded']);
	});

	silent('is let alone while a closure keeps him from writing', async ({ db, cast, ticket }) => {
		const hour = working(cast.branches, [away(null, '2026-10-16T10:00', '2026-10-16T11:00')]);
		await remindAndCloseSilent(db, hour, seventh);
		expect(await happened(db, ticket)).toEqual([]);
		await remindAndCloseSilent(db, hour, new Date('2026-10-16T11:00:00+02:00'));
		expect(await happened(db, ticket)).toEqual(['reminded']);
	});

	silent('is let alone while his own branch’s closure does, wherever the ticket is', async ({ db, cast, ticket }) => {
		await db.updateTable('ticket').set({ branch_id: cast.branches.france }).where('number', '=', ticket).execute();
		const hour = working(cast.branches, [away(cast.branches.italy, '2026-10-16T10:00', '2026-10-16T11:00')]);
		await remindAndCloseSilent(db, hour, seventh);
		expect(await happened(db, ticket)).toEqual([]);
	});

	silent('is let alone while something travels under its RMA', async ({ db, cast, ticket, clock }) => {
		const { number } = await db
			.insertInto('rma')
			.values({
				ticket_number: ticket,
				customer_id: cast.master.actor.id,
				branch_id: cast.branches.italy,
				in_warranty: true,
				authorised_at: clock.now,
				state_since: clock.now,
				expires_at: fourteenth,
			})
			.returning('number')
			.executeTakeFirstOrThrow();
		await remindAndCloseSilent(db, working(cast.branches), seventh);
		expect(await happened(db, ticket)).toEqual([]);
		await db.updateTable('rma').set({ state: 'cancelled' }).where('number', '=', number).execute();
		await remindAndCloseSilent(db, working(cast.branches), seventh);
		expect(await happened(db, ticket)).toEqual(['reminded']);
	});

	silent('starts anew when he has replied and was answered again', async ({ db, cast, opened, ticket }) => {
		const open = working(cast.branches);
		await remindAndCloseSilent(db, open, seventh);
		await db.transaction().execute(async (trx) => {
			await reply(trx, opened.customer.actor, ticket, words('Here it is'), seventh);
			await answer(trx, opened.technician, ticket, words('And the file?'), new Date('2026-10-19T10:30:00+02:00'));
		});
		await remindAndCloseSilent(db, open, fourteenth);
		expect(await happened(db, ticket)).toEqual(['reminded']);
		await remindAndCloseSilent(db, open, new Date('2026-10-30T10:30:00+01:00'));
		expect(await happened(db, ticket)).toEqual(['reminded', 'reminded']);
	});

	silent('is not closed when he replies at that moment', async ({ db, cast, opened, ticket }) => {
		const open = working(cast.branches);
		await remindAndCloseSilent(db, open, seventh);
		let closing: Promise<void> | undefined;
		await db.transaction().execute(async (trx) => {
			await reply(trx, opened.customer.actor, ticket, words('Here it is'), fourteenth);
			closing = remindAndCloseSilent(db, open, fourteenth);
			await new Promise((resolve) => setTimeout(resolve, 300));
		});
		await closing;
		expect(await happened(db, ticket)).toEqual(['reminded']);
	});
});

silent('a ticket on which support owes the answer is never closed', async ({ db, cast, opened, ticket, clock }) => {
	await db.transaction().execute(async (trx) => {
		await reply(trx, opened.customer.actor, ticket, words('Here it is'), clock.now);
		await addNote(trx, opened.technician, ticket, words('Ask the lab'), clock.now);
	});
	const open = working(cast.branches);
	await remindAndCloseSilent(db, open, seventh);
	await remindAndCloseSilent(db, open, dayAfter(fourteenth));
	expect(await happened(db, ticket)).toEqual([]);
});

silent('the letters about silence speak every language, without a gap', async ({ db, cast, opened, ticket }) => {
	const open = working(cast.branches);
	await remindAndCloseSilent(db, open, seventh);
	await remindAndCloseSilent(db, open, fourteenth);
	const { id } = opened.customer.actor;
	const mails = await db
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('account_id', '=', id)
		.where('letter', 'in', ['ticket-reminded', 'ticket-closed-silent'])
		.orderBy('id', 'desc')
		.limit(2)
		.$castTo<DueMail>()
		.execute();
	const headings = new Set<string>();
	for (const locale of locales) {
		await db.updateTable('account').set({ locale }).where('id', '=', id).execute();
		for (const mail of mails) {
			const letter = await composeTicketLetter(db, mail, 'Acme');
			expect(mail.details['ticket']).toBe(ticket);
			expect(JSON.stringify(letter)).not.toMatch(/undefined|\{\w+\}|mail_/);
			headings.add(letter?.heading ?? '');
		}
	}
	expect(headings.size).toBe(10);
});
