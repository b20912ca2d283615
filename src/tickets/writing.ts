import { claimFiles } from '../attachments/staging.ts';
import type { Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Body } from './body.ts';
import type { MessageKind } from './ticket.ts';

export type Words = { body: Body; attached: string[] };

type NewMessage = Words & { ticketNumber: number; kind: MessageKind; accountId: number; at: Date };

/** Adds a message with its files; answers its id. @throws Refusal `too-many-files`, `file-gone` (also: not this account's) */
export async function addMessage(trx: Writing, message: NewMessage): Promise<number> {
	const { id } = await trx
		.insertInto('message')
		.values({
			ticket_number: message.ticketNumber,
			kind: message.kind,
			account_id: message.accountId,
			body_html: message.body.html,
			body_text: message.body.text,
			created_at: message.at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const files = await claimFiles(trx, message.accountId, message.attached, message.at);
	for (const [position, file] of files.entries()) {
		await trx.insertInto('message_attachment').values({ message_id: id, attachment_id: file.id, position }).execute();
	}
	return id;
}

/** @throws Refusal `message-empty` when there is neither a word nor a file */
export function mustSaySomething(words: Words): void {
	if (!words.body.text && words.attached.length === 0) throw new Refusal('message-empty');
}
