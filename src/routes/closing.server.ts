import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { receiveForm } from '../attachments/receiving.ts';
import { database, type Writing } from '../database/connection.ts';
import { once } from '../database/submitting.ts';
import type { Account } from '../identity/account.ts';
import type { Actor } from '../identity/actor.ts';
import { refusalWords } from '../refusal-words.ts';
import { Refusal } from '../refusal.ts';
import { close } from '../tickets/closing.ts';
import { limits } from '../tickets/ticket.ts';
import { ticketOf } from './conversation.server.ts';
import { carried, fieldErrors, flat, text, typed } from './form.server.ts';

const closeForm = z.strictObject({ key: carried.key, solution: text(limits.solution, { lines: true }) });

type Closing = { actor: Actor; account: Account; back: string };

/** Closes the ticket that the address names, by either side, then shows it. When somebody was faster, the solution typed comes back. */
export async function closeOn(event: RequestEvent, { actor, account, back }: Closing) {
	const { number } = await ticketOf(event, actor);
	const { fields } = await receiveForm(event.request);
	const again = (status: number, errors: Record<string, string>) =>
		fail(status, { close: { values: typed(fields), errors } });
	const parsed = closeForm.safeParse(flat(fields));
	if (!parsed.success) return again(400, fieldErrors(parsed.error, account.locale));
	const { key, solution } = parsed.data;
	const work = async (trx: Writing) => {
		await close(trx, actor, number, solution, new Date());
		return number;
	};
	try {
		await database()
			.transaction()
			.execute((trx) => once(trx, account.id, key, () => work(trx)));
	} catch (error) {
		if (!(error instanceof Refusal) || error.code !== 'ticket-closed') throw error;
		return again(409, { form: refusalWords(error.code, {}, account.locale) });
	}
	return redirect(303, `${back}/${number}`);
}
