import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { thePortal } from '../audit/entry.ts';
import type { Writing } from '../database/connection.ts';
import { findMember, listMembers } from './finding.ts';
import { invite, inviteAgain, secretInHand, type Invitation } from './inviting.ts';

const nora: Invitation = {
	name: 'Nora Bassi',
	email: 'Nora.Bassi@maker.example',
	role: 'technician',
	branches: ['france'],
	locale: 'fr',
};

const letters = (trx: Writing, id: number) =>
	trx.selectFrom('outgoing_mail').select('letter').where('account_id', '=', id).execute();

describe('an invitation', () => {
	test('makes a member without a password, in his branch’s time zone, and posts one letter', async ({
		trx,
		cast,
		clock,
	}) => {
		const id = await invite(trx, thePortal, nora, clock.now);
		const account = await trx.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
		expect(account).toMatchObject({ login: 'nora.bassi@maker.example', password_hash: null, locale: 'fr' });
		expect(account).toMatchObject({ time_zone: 'Europe/Paris', second_factor_waived: false });
		expect(await letters(trx, id)).toEqual([{ letter: 'invitation' }]);
		const member = await findMember(trx, cast.administrator.actor, id);
		expect(member).toMatchObject({ state: 'invited', branches: ['france'], hasSecondFactor: false, seenAt: null });
		expect(member.invitedUntil).toEqual(new Date(clock.now.getTime() + 7 * 86_400_000));
	});

	test('is on the audit log, without anything secret', async ({ trx, clock, cast }) => {
		const by = { accountId: cast.administrator.actor.id, address: '203.0.113.7' };
		await invite(trx, by, nora, clock.now);
		const entries = await trx.selectFrom('audit_entry').selectAll().where('action', '=', 'staff-invited').execute();
		expect(entries).toMatchObject([
			{
				subject: 'staff:Nora.Bassi@maker.example',
				who: 'Ada Conti',
				address: '203.0.113.7',
				after: { name: 'Nora Bassi', role: 'technician', branches: ['france'] },
			},
		]);
	});

	for (const email of ['tecla@maker.example', 'TECLA@Maker.Example', ' tecla@maker.example '])
		test(`to an address that a member has is refused: ${JSON.stringify(email)}`, async ({ trx, clock }) => {
			await expect(invite(trx, thePortal, { ...nora, email }, clock.now)).rejects.toThrow('email-taken');
		});

	for (const email of ['', 'a@x.test,b@y.test', 'a@x.test\nbcc: b@y.test', 'Nora <nora@maker.example>', 'nora'])
		test(`goes to exactly one address: ${JSON.stringify(email)} is none`, async ({ trx, clock }) => {
			await expect(invite(trx, thePortal, { ...nora, email }, clock.now)).rejects.toThrow('email-invalid');
		});

	test('of a technician or supervisor names a branch; who sees all branches needs none', async ({ trx, clock }) => {
		for (const role of ['technician', 'supervisor'] as const)
			await expect(invite(trx, thePortal, { ...nora, role, branches: [] }, clock.now)).rejects.toThrow(
				'branch-needed',
			);
		await expect(invite(trx, thePortal, { ...nora, branches: ['atlantis'] }, clock.now)).rejects.toThrow(
			'form-invalid',
		);
		const id = await invite(trx, thePortal, { ...nora, role: 'auditor', branches: [] }, clock.now);
		const { time_zone: zone } = await trx
			.selectFrom('account')
			.select('time_zone')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		expect(zone).toBe('Europe/Rome');
	});

	test('sent again voids the one before; to who is in already it is refused', async ({ trx, clock, cast }) => {
		const id = await invite(trx, thePortal, nora, clock.now);
		await inviteAgain(trx, thePortal, id, clock.now);
		const { rows } = await sql<{ void: boolean }>`
			select voided_at is not null as void from temporary_credential where account_id = ${id} order by id
		`.execute(trx);
		expect(rows).toEqual([{ void: true }, { void: false }]);
		await expect(inviteAgain(trx, thePortal, cast.technician.actor.id, clock.now)).rejects.toThrow(
			'changed-meanwhile',
		);
	});

	test('may be handed over beside the letter: both wait', async ({ trx, clock }) => {
		const id = await invite(trx, thePortal, nora, clock.now);
		expect(await secretInHand(trx, id, clock.now)).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){6}$/);
		const { rows } = await sql`
			select id from temporary_credential where account_id = ${id} and voided_at is null and used_at is null
		`.execute(trx);
		expect(rows).toHaveLength(2);
	});
});

test('the list of staff is for who administers or inspects, and nobody else', async ({ trx, cast }) => {
	const auditor = { ...cast.administrator.actor, role: 'auditor' as const };
	expect(await listMembers(trx, auditor)).toHaveLength(4);
	for (const one of [cast.technician, cast.supervisor]) {
		await expect(listMembers(trx, one.actor)).rejects.toThrow('not-allowed');
		await expect(findMember(trx, one.actor, one.actor.id)).rejects.toThrow('not-allowed');
	}
	await expect(findMember(trx, auditor, cast.master.actor.id)).rejects.toThrow('not-found');
});
