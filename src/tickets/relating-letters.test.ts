import { describe, expect } from 'vitest';
import { thePortal } from '../audit/entry.ts';
import { stageFiles } from '../attachments/staging.ts';
import type { Writing } from '../database/connection.ts';
import type { CustomerActor } from '../identity/actor.ts';
import type { DueMail } from '../mail/letter.ts';
import { releaseUnit } from '../units/binding.ts';
import { delegate } from '../units/delegating.ts';
import type { Grants } from '../units/unit.ts';
import { test } from '../../tests/desk.ts';
import { open, request, words } from '../../tests/ticketing.ts';
import { answer } from './answering.ts';
import { close } from './closing.ts';
import { composeTicketLetter } from './letters.ts';
import { openTicket } from './opening.ts';
import { countUnread, findFile } from './reading.ts';
import { reply } from './replying.ts';

const viewing: Grants = { mayView: true, mayReply: false, mayClose: false };

async function stage(trx: Writing, owner: CustomerActor, name: string): Promise<string> {
	const file = { slot: 'other' as const, name, size: 3, sha256: Buffer.alloc(32), storedAs: name };
	const [staged] = await stageFiles(trx, owner.id, [file]);
	return staged!.id;
}

async function lettersAbout(trx: Writing, number: number, letter: string): Promise<DueMail[]> {
	const rows = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('letter', '=', letter)
		.orderBy('account_id')
		.execute();
	return rows
		.map((row) => ({ ...row, details: row.details as DueMail['details'] }))
		.filter(({ details }) => Number(details['ticket']) === number);
}

describe('files', () => {
	test('are had by whoever sees their message, and by nobody else', async ({ trx, cast, clock }) => {
		const { slave, master, stranger, units } = cast;
		const ofMaster = await stage(trx, master.actor, 'master.txt');
		const asked = { ...request({ product: units.slave.product, serial: units.slave.serial }), attached: [ofMaster] };
		const number = await openTicket(trx, master.actor, asked, clock.now);
		const ofSlave = await stage(trx, slave.actor, 'slave.txt');
		await reply(trx, slave.actor, number, { ...words('see'), attached: [ofSlave] }, clock.now);
		for (const id of [ofMaster, ofSlave]) {
			expect(await findFile(trx, master.actor, id)).toBeTruthy();
			expect(await findFile(trx, slave.actor, id)).toBeTruthy();
			await expect(findFile(trx, stranger.actor, id)).rejects.toThrow('not-found');
		}
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		expect(await findFile(trx, master.actor, ofMaster)).toBeTruthy();
		await expect(findFile(trx, master.actor, ofSlave)).rejects.toThrow('not-found');
	});
});

describe('letters and news', () => {
	test('go to a Master as long as he may view', async ({ trx, cast, clock }) => {
		const { slave, master, units } = cast;
		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing }, thePortal, clock.now);
		const number = await open(trx, slave.actor, units.slave, clock.now);
		await answer(trx, cast.technicianFrance.actor, number, words('an answer'), clock.now);
		const letters = await lettersAbout(trx, number, 'ticket-answered');
		expect(letters.map(({ accountId }) => accountId)).toEqual([master.actor.id, slave.actor.id]);
		expect(await countUnread(trx, master.actor)).toBe(1);
		expect((await composeTicketLetter(trx, letters[0]!, 'Acme'))?.quote?.text).toBe('an answer');

		await delegate(trx, slave.actor, { unitId: units.slave.id, ...viewing, mayView: false }, thePortal, clock.now);
		expect(await composeTicketLetter(trx, letters[0]!, 'Acme')).toBeNull();
		expect(await countUnread(trx, master.actor)).toBe(0);
	});

	test('say whose words they quote, and quote nobody’s to a former Master', async ({ trx, cast, clock }) => {
		const { slave, master, units } = cast;
		const number = await open(trx, master.actor, units.slave, clock.now);
		const [, toSlave] = await lettersAbout(trx, number, 'ticket-opened');
		expect((await composeTicketLetter(trx, toSlave!, 'Acme'))?.quote?.from).toContain('Officina Ferri');
		await releaseUnit(trx, thePortal, units.slave.id, clock.now);
		await close(trx, master.actor, number, '', clock.now);
		await reply(trx, slave.actor, number, words('a word of the Slave'), clock.now);
		const [reopened] = await lettersAbout(trx, number, 'ticket-reopened');
		expect(reopened?.accountId).toBe(master.actor.id);
		const { id } = await trx
			.selectFrom('ticket_event')
			.select('id')
			.where('kind', '=', 'replied')
			.where('ticket_number', '=', number)
			.executeTakeFirstOrThrow();
		// Even a letter that names the Slave's message as its event quotes nothing of it.
		const forged = { ...reopened!, details: { ticket: number, event: id } };
		expect(JSON.stringify(await composeTicketLetter(trx, forged, 'Acme'))).not.toMatch(/Slave|Lumière/);
	});
});
