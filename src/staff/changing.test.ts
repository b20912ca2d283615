import { describe, expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { stampOf } from '../audit/comparing.ts';
import { thePortal } from '../audit/entry.ts';
import type { Reading } from '../database/connection.ts';
import { openSession, readSession } from '../identity/sessions.ts';
import { changeMember, memberFacts, type MemberChange } from './changing.ts';
import { findMember } from './finding.ts';

const tecla: MemberChange = { name: 'Tecla Riva', role: 'technician', branches: ['italy'] };
const shown = stampOf(memberFacts(tecla));

const changesOfTecla = (db: Reading) =>
	db
		.selectFrom('audit_entry')
		.select(['before', 'after'])
		.where('subject', '=', 'staff:tecla@maker.example')
		.orderBy('id')
		.execute();

describe('a change of a member', () => {
	test('of role or branches is there at the next request and ends his sessions, but for the one that made it', async ({
		trx,
		cast,
		clock,
	}) => {
		const { id } = cast.supervisor.actor;
		const open = () => openSession(trx, { accountId: id }, clock.now);
		const [kept, other] = [await open(), await open()];
		const before = await readSession(trx, kept, clock.now);
		const seen = stampOf(memberFacts(await findMember(trx, cast.administrator.actor, id)));
		const moved = { name: cast.supervisor.name, role: 'technician' as const, branches: ['spain'], shown: seen };
		await changeMember(trx, thePortal, id, { ...moved, keepSession: before?.sessionId });
		expect(await readSession(trx, other, clock.now)).toBeNull();
		expect((await readSession(trx, kept, clock.now))?.actor).toEqual({
			kind: 'staff',
			id,
			role: 'technician',
			branchIds: [cast.branches.spain],
		});
	});

	test('of the name alone ends nothing; of nothing writes nothing', async ({ trx, cast, clock }) => {
		const { id } = cast.technician.actor;
		const token = await openSession(trx, { accountId: id }, clock.now);
		await changeMember(trx, thePortal, id, { ...tecla, shown });
		await changeMember(trx, thePortal, id, { ...tecla, shown, name: 'Tecla Riva Ferri' });
		expect((await readSession(trx, token, clock.now))?.name).toBe('Tecla Riva Ferri');
		expect(await changesOfTecla(trx)).toEqual([
			{ before: { name: 'Tecla Riva' }, after: { name: 'Tecla Riva Ferri' } },
		]);
	});

	test('is refused when somebody else has changed him since he was shown', async ({ trx, cast }) => {
		const { id } = cast.technician.actor;
		const demoted = { ...tecla, shown, role: 'auditor' as const };
		await changeMember(trx, thePortal, id, demoted);
		const renamed = changeMember(trx, thePortal, id, { ...tecla, shown, name: 'Tecla Riva Ferri' });
		await expect(renamed).rejects.toThrow('changed-meanwhile');
		expect(await findMember(trx, cast.administrator.actor, id)).toMatchObject({
			name: 'Tecla Riva',
			role: 'auditor',
		});
	});

	test('that is there already is refused to nobody, and written once', async ({ trx, cast }) => {
		const { id } = cast.technician.actor;
		const demoted = { ...tecla, shown, role: 'auditor' as const };
		await changeMember(trx, thePortal, id, demoted);
		await changeMember(trx, thePortal, id, demoted);
		expect(await changesOfTecla(trx)).toHaveLength(1);
	});
});
