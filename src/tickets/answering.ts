import { once } from '../database/submitting.ts';
import type { Writing } from '../database/connection.ts';
import type { StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';
import { forgetDraft, placeOn } from './drafting.ts';
import { lockTicket } from './finding.ts';
import { record } from './recording.ts';
import { mustWork, start } from './taking.ts';
import { addMessage, mustSaySomething, type Words } from './writing.ts';

export type Answer = Words & {
	key?: string;
	/** The ticket's version that the technician had before his eyes. */
	seenVersion?: number;
};

/**
 * Support answers: the customer's answer is awaited from now on. A New ticket is taken by answering it. On a closed one the
 * answer is added and it stays closed. Answers the message's id.
 * @throws Refusal `not-found`, `not-allowed`, `message-empty`, `too-many-files`, `file-gone`, `ticket-changed` (something happened since `seenVersion`)
 */
export function answer(
	trx: Writing,
	technician: StaffActor,
	number: number,
	words: Answer,
	now: Date,
): Promise<number> {
	mustWork(technician);
	mustSaySomething(words);
	return once(trx, technician.id, words.key, async () => {
		const ticket = await lockTicket(trx, technician, number);
		if (words.seenVersion !== undefined && words.seenVersion !== ticket.version) throw new Refusal('ticket-changed');
		if (ticket.status === 'new') await start(trx, ticket, technician, now);
		const messageId = await addMessage(trx, {
			...words,
			ticketNumber: number,
			kind: 'support',
			accountId: technician.id,
			at: now,
		});
		await trx
			.updateTable('ticket')
			.set((ticketNow) => ({ answer_awaited: ticket.status !== 'closed', version: ticketNow('version', '+', 1) }))
			.where('number', '=', number)
			.execute();
		await record(trx, { ticket, kind: 'answered', by: technician, at: now, messageId });
		await forgetDraft(trx, technician.id, placeOn(number, 'message'));
		return messageId;
	});
}

/** An internal note: customers never see it in any form. Answers the message's id. */
export function addNote(
	trx: Writing,
	technician: StaffActor,
	number: number,
	words: Words & { key?: string },
	now: Date,
): Promise<number> {
	mustWork(technician);
	mustSaySomething(words);
	return once(trx, technician.id, words.key, async () => {
		const ticket = await lockTicket(trx, technician, number);
		const messageId = await addMessage(trx, {
			...words,
			ticketNumber: number,
			kind: 'note',
			accountId: technician.id,
			at: now,
		});
		await record(trx, { ticket, kind: 'noted', by: technician, at: now, messageId });
		await forgetDraft(trx, technician.id, placeOn(number, 'note'));
		return messageId;
	});
}
