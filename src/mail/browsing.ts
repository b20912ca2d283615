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
