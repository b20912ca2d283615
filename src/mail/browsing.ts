import type { Reading } from '../database/connection.ts';

export type MailboxLetter = {
	id: number;
	toName: string;
	toAddress: string;
	subject: string;
	text: string;
	html: string;
	sentAt: Date;
};

/** The newest letters of the demonstration's mailbox. */
export function newestLetters(db: Reading, most = 50): Promise<MailboxLetter[]> {
	return letters(db).orderBy('id', 'desc').limit(most).execute();
}

/** One letter of the demonstration's mailbox. */
export function findLetter(db: Reading, id: number): Promise<MailboxLetter | undefined> {
	return letters(db).where('id', '=', id).executeTakeFirst();
}

function letters(db: Reading) {
	return db
		.selectFrom('mailbox_letter')
		.select([
			'id',
			'to_name as toName',
			'to_address as toAddress',
			'subject',
			'text_body as text',
			'html_body as html',
			'sent_at as sentAt',
		]);
}
