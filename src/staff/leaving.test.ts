import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open as openTicket, words } from '../../tests/ticketing.ts';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { openSession, readSession } from '../identity/sessions.ts';
import { answer } from '../tickets/answering.ts';
import { giveBackAll, take } from '../tickets/taking.ts';
import { changeMember, memberFacts, type MemberChange } from './changing.ts';
import { findMember } from './finding.ts';
import { invite } from './inviting.ts';
import { comeBack, leave, resetFactors } from './leaving.ts';
import { lockMember } from './locking.ts';

const nothing = () => Promise.resolve(0);

/** Changes a member as whoever has just looked at him. */
async function change(trx: Writing, id: number, wanted: MemberChange) {
	const shown = stampOf(memberFacts(await lockMember(trx, id)));
	await changeMember(trx, thePortal, id, { shown, ...wanted });
}

const ticketRow = (db: Reading, number: number) =>
	db.selectFrom('ticket').selectAll().where('number', '=', number).executeTakeFirstOrThrow();

const makeAdministrator = (trx: Writing, id: number) =>
	trx.updateTable('staff').set({ role: 'administrator' }).where('id', '=', id).execute();

describe('a member who leaves', () => {
	test('has no way in any more: session, password, factor, letter, login service', async ({ trx, cast, clock }) => {
		const { id } = cast.technician.actor;
		const token = await openSession(trx, { accountId: id }, clock.now);
		await sql`insert into authenticator (account_id, kind, name, secret, confirmed_at)
			values (${id}, 'totp', 'telephone', 'JBSWY3DP', now())`.execute(trx);
		await sql`with p as (insert into identity_provider (label, issuer, client_id, client_secret)
			values ('Login', 'https://login.example', 'id', 'secret') returning id)
			insert into provider_subject select id, 'tecla', ${id}::bigint from p`.execute(trx);
		await leave(trx, thePortal, id, nothing, clock.now);
		expect(await readSession(trx, token, clock.now)).toBeNull();
		expect(await findMember(trx, cast.administrator.actor, id)).toMatchObject({
			state: 'left',
			hasSecondFactor: false,
		});
		const left = await sql<{ n: number }>`select (select count(*) from provider_subject where account_id = ${id})::int
			+ (select count(*) from account where id = ${id} and password_hash is not null)::int as n`.execute(trx);
		expect(left.rows).toEqual([{ n: 0 }]);
	});

	test('gives what he has in hand back to its place in the queue, and leaves other tickets alone', async ({
		trx,
		cast,
		clock,
	}) => {
		const number = await openTicket(trx, cast.master.actor, cast.units.master, clock.now);
		const closedOne = await openTicket(trx, cast.master.actor, cast.units.master, clock.now);
		const queuedAt = clock.now;
		clock.pass({ hours: 2 });
		const { id } = cast.technician.actor;
		await take(trx, cast.technician.actor, number, clock.now);
		await answer(trx, cast.technician.actor, number, words('Which version?'), clock.now);
		await take(trx, cast.technician.actor, closedOne, clock.now);
		await sql`update ticket set status = 'closed', closed_at = now() where number = ${closedOne}`.execute(trx);
		const by = cast.administrator.actor;
		await leave(trx, thePortal, id, (inside) => giveBackAll(inside, id, by, clock.now), clock.now);
		expect(await ticketRow(trx, number)).toMatchObject({
			status: 'new',
			technician_id: null,
			answer_awaited: false,
			queued_at: queuedAt,
		});
		expect(await ticketRow(trx, closedOne)).toMatchObject({ status: 'closed', technician_id: id });
		const events = await trx
			.selectFrom('ticket_event')
			.select(['ticket_number', 'account_id'])
			.where('kind', '=', 'given_back')
			.execute();
		expect(events).toEqual([{ ticket_number: number, account_id: by.id }]);
		const entry = await trx
			.selectFrom('audit_entry')
			.selectAll()
			.where('action', '=', 'staff-left')
			.where('subject', '=', 'staff:tecla@maker.example')
			.executeTakeFirstOrThrow();
		expect(entry).toMatchObject({ after: { ticketsGivenBack: 1 } });
	});

	test('keeps no ticket that he takes in the same moment', async ({ db, cast, clock }) => {
		const member = cast.technicianFrance.actor;
		const number = await db
			.transaction()
			.execute((trx) => openTicket(trx, cast.slave.actor, cast.units.slave, clock.now));
		const leaving = db.transaction().execute(async (trx) => {
			await leave(
				trx,
				thePortal,
				member.id,
				(inside) => giveBackAll(inside, member.id, member, clock.now),
				clock.now,
			);
			await sleep(300);
		});
		await sleep(100);
		const taking = db.transaction().execute((trx) => take(trx, member, number, clock.now));
		await expect(taking).rejects.toThrow('not-allowed');
		await leaving;
		expect(await ticketRow(db, number)).toMatchObject({ status: 'new', technician_id: null });
		await db.transaction().execute((trx) => comeBack(trx, thePortal, member.id, clock.now));
	});

	test('does so once, and comes back by a new invitation with the role and branches he had', async ({
		trx,
		cast,
		clock,
	}) => {
		const { id } = cast.technician.actor;
		await expect(comeBack(trx, thePortal, id, clock.now)).rejects.toThrow('changed-meanwhile');
		await leave(trx, thePortal, id, nothing, clock.now);
		await expect(leave(trx, thePortal, id, nothing, clock.now)).rejects.toThrow('changed-meanwhile');
		await comeBack(trx, thePortal, id, clock.now);
		expect(await findMember(trx, cast.administrator.actor, id)).toMatchObject({
			state: 'invited',
			role: 'technician',
			branches: ['italy'],
		});
	});

	test('is one of the staff: a customer’s number is nobody’s', async ({ trx, cast, clock }) => {
		const { id } = cast.master.actor;
		await expect(leave(trx, thePortal, id, nothing, clock.now)).rejects.toThrow('not-found');
		await expect(resetFactors(trx, thePortal, id, clock.now)).rejects.toThrow('not-found');
		const changed = changeMember(trx, thePortal, id, { name: 'X', role: 'auditor', branches: [], shown: '' });
		await expect(changed).rejects.toThrow('not-found');
	});
});

describe('the last administrator', () => {
	test('neither leaves nor loses his role nor his factors', async ({ trx, cast, clock }) => {
		const { id } = cast.administrator.actor;
		const demoted = { name: 'Ada Conti', role: 'supervisor' as const, branches: ['italy'] };
		await expect(leave(trx, thePortal, id, nothing, clock.now)).rejects.toThrow('last-administrator');
		await expect(change(trx, id, demoted)).rejects.toThrow('last-administrator');
		await expect(resetFactors(trx, thePortal, id, clock.now)).rejects.toThrow('last-administrator');
		await change(trx, id, { name: 'Ada Conti-Ferri', role: 'administrator', branches: [] });
	});

	test('is still the last one while the other has only been invited', async ({ trx, cast, clock }) => {
		const other = { name: 'Ivo Serra', email: 'ivo@maker.example', locale: 'it' as const, branches: [] };
		const invited = await invite(trx, thePortal, { ...other, role: 'administrator' }, clock.now);
		await expect(leave(trx, thePortal, cast.administrator.actor.id, nothing, clock.now)).rejects.toThrow(
			'last-administrator',
		);
		await leave(trx, thePortal, invited, nothing, clock.now);
	});

	test('remains when twenty leave or are demoted at once', async ({ db, cast, clock }) => {
		const password = await db
			.selectFrom('account')
			.select('password_hash')
			.where('id', '=', cast.administrator.actor.id)
			.executeTakeFirstOrThrow();
		const ids = await db.transaction().execute(async (trx) => {
			const others: number[] = [];
			for (let n = 0; n < 19; n++) {
				const email = `admin${n}@maker.example`;
				others.push(
					await invite(
						trx,
						thePortal,
						{ name: `Admin ${n}`, email, role: 'administrator', branches: [], locale: 'en' },
						clock.now,
					),
				);
			}
			await trx.updateTable('account').set(password).where('id', 'in', others).execute();
			return [...others, cast.administrator.actor.id];
		});
		const attempts = await Promise.allSettled(
			ids.map((id, n) =>
				db
					.transaction()
					.execute((trx) =>
						n % 2 === 0
							? leave(trx, thePortal, id, nothing, clock.now)
							: change(trx, id, { name: 'Ex', role: 'auditor', branches: [] }),
					),
			),
		);
		const refused = attempts.filter((attempt) => attempt.status === 'rejected');
		expect(refused.map(({ reason }) => (reason as Error).message)).toEqual(['last-administrator']);
		const { rows } = await sql`select s.id from staff as s join account as a on a.id = s.id
			where s.role = 'administrator' and a.disabled_at is null`.execute(db);
		expect(rows).toHaveLength(1);
	});
});

test('a reset of factors takes the password too, and sends a new invitation', async ({ trx, cast, clock }) => {
	const { id } = cast.technician.actor;
	await makeAdministrator(trx, cast.supervisor.actor.id);
	const token = await openSession(trx, { accountId: id }, clock.now);
	await sql`insert into recovery_code (account_id, code_hash) values (${id}, '\x01')`.execute(trx);
	await resetFactors(trx, thePortal, id, clock.now);
	expect(await readSession(trx, token, clock.now)).toBeNull();
	const member = await findMember(trx, cast.administrator.actor, id);
	expect(member).toMatchObject({ state: 'invited', hasSecondFactor: false });
	expect(member.invitedUntil).not.toBeNull();
	const codes = await trx.selectFrom('recovery_code').selectAll().where('account_id', '=', id).execute();
	expect(codes).toEqual([]);
});
