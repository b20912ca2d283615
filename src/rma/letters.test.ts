import { describe, expect } from 'vitest';
import type { Writing } from '../database/connection.ts';
import { test } from '../../tests/desk.ts';
import {
	asCustomer,
	asTechnician,
	authorised,
	completed,
	fullForm,
	shown,
	withAccessories,
} from '../../tests/sending.ts';
import { completeForm, saveForm } from './completing.ts';
import { composeRmaLetter, isRmaLetter } from './letters.ts';
import { receive, refuse } from './receiving.ts';
import { steps } from './steps.ts';

const letterTo = async (trx: Writing, accountId: number, letter: string) => {
	const mail = await trx
		.selectFrom('outgoing_mail')
		.select(['id', 'account_id as accountId', 'letter', 'details'])
		.where('letter', '=', letter)
		.executeTakeFirstOrThrow();
	const due = { ...mail, accountId, details: mail.details as Record<string, string | number> };
	return composeRmaLetter(trx, due, 'Acme');
};

describe('a letter about an RMA', () => {
	test("says in the customer's language what to do, and until when", async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		const letter = await letterTo(trx, cast.master.actor.id, 'rma-authorise');
		expect(letter).toMatchObject({ locale: 'it', heading: `RMA ${number} autorizzato` });
		expect(letter?.paragraphs.at(-1)).toContain('06/11/2026');
	});

	test('tells why a parcel was refused', async ({ trx, cast, clock }) => {
		const number = await authorised(trx, cast, clock.now);
		await completed(trx, cast.master.actor, number, clock.now);
		const { actor } = cast.technician;
		await refuse(
			trx,
			asTechnician(actor),
			await shown(trx, actor, number),
			{ reason: 'Manca il cavo USB.' },
			clock.now,
		);
		const letter = await letterTo(trx, cast.master.actor.id, 'rma-refuse');
		expect(letter?.paragraphs.at(-1)).toContain('Manca il cavo USB.');
	});

	test('names what was not in the parcel, as its sender calls it', async ({ trx, cast, clock }) => {
		await withAccessories(trx, 'cavo-usb');
		const number = await authorised(trx, cast, clock.now);
		await saveForm(trx, cast.master.actor, number, fullForm(['cavo-usb']));
		const before = await shown(trx, cast.master.actor, number);
		await completeForm(trx, asCustomer(cast.master.actor), before, clock.now);
		const { actor } = cast.technician;
		const found = { present: ['1'], nevertheless: true };
		await receive(trx, asTechnician(actor), await shown(trx, actor, number), found, clock.now);
		const letter = await letterTo(trx, cast.master.actor.id, 'rma-receive');
		expect(letter?.paragraphs.at(-1)).toContain('cavo-usb');
	});

	test('goes to nobody who does not see the ticket', async ({ trx, cast, clock }) => {
		await authorised(trx, cast, clock.now);
		expect(await letterTo(trx, cast.stranger.actor.id, 'rma-authorise')).toBeNull();
	});

	test.each(['authorise', ...Object.keys(steps)])('exists for the step %s', (step) => {
		expect(isRmaLetter(`rma-${step}`)).toBe(true);
	});
});
