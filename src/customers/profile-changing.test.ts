import { expect } from 'vitest';
import { test } from '../../tests/desk.ts';
import { open } from '../../tests/ticketing.ts';
import { composeTicketLetter } from '../tickets/letters.ts';
import { chooseNotices, changeContact } from './profile-changing.ts';
import { findProfile } from './profile-finding.ts';

const from = '192.0.2.7';

test('a customer changes address and phone, and the audit log tells what they were', async ({ trx, cast, clock }) => {
	const by = { accountId: cast.master.actor.id, address: from };
	await changeContact(trx, by, cast.master.actor, { address: 'Via Nuova 2\n00000 Valtorba', phone: '' });
	expect(await findProfile(trx, cast.master.actor, clock.now)).toMatchObject({
		code: 'C1001',
		address: 'Via Nuova 2\n00000 Valtorba',
		units: 1,
		isMaster: true,
	});
	const entries = await trx.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).execute();
	expect(entries).toEqual([
		{
			action: 'profile-changed',
			subject: 'customer:C1001',
			before: { address: '' },
			after: { address: 'Via Nuova 2\n00000 Valtorba' },
		},
	]);
});

test('a change of one customer leaves the stranger’s profile as it is, and no change leaves no entry', async ({
	trx,
	cast,
	clock,
}) => {
	const before = await findProfile(trx, cast.stranger.actor, clock.now);
	const by = { accountId: cast.master.actor.id, address: from };
	await changeContact(trx, by, cast.master.actor, { address: 'Via Nuova 2', phone: '1' });
	await changeContact(trx, by, cast.master.actor, { address: 'Via Nuova 2', phone: '1' });
	await chooseNotices(trx, by, cast.master.actor, ['answered', 'status', 'own']);
	expect(await findProfile(trx, cast.stranger.actor, clock.now)).toEqual(before);
	expect(await trx.selectFrom('audit_entry').select('action').execute()).toHaveLength(1);
});

test('who does without a kind of letter gets none of it, and all others', async ({ trx, cast, clock }) => {
	const by = { accountId: cast.master.actor.id, address: from };
	await open(trx, cast.master.actor, cast.units.master, clock.now);
	const mail = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('letter', '=', 'ticket-opened')
		.executeTakeFirstOrThrow();
	const due = { ...mail, details: mail.details as Record<string, number> };
	expect(await composeTicketLetter(trx, due, 'Serialdesk')).not.toBeNull();
	await chooseNotices(trx, by, cast.master.actor, ['answered', 'status']);
	expect(await composeTicketLetter(trx, due, 'Serialdesk')).toBeNull();
	expect(await composeTicketLetter(trx, { ...due, letter: 'ticket-taken' }, 'Serialdesk')).not.toBeNull();
	await chooseNotices(trx, by, cast.master.actor, []);
	expect((await findProfile(trx, cast.master.actor, clock.now)).notices).toEqual([]);
	expect(await composeTicketLetter(trx, { ...due, letter: 'ticket-taken' }, 'Serialdesk')).toBeNull();
});
