import nodemailer from 'nodemailer';
import type { Reading } from '../database/connection.ts';
import { config } from '../config.server.ts';
import type { Carrier } from './delivering.ts';
import { asHtml, asText } from './framing.ts';

/** Carries letters over SMTP, one connection kept open, files and addresses of the net switched off. */
export function smtpCarrier(smtpUrl: string, from: { name: string; address: string }): Carrier & { close(): void } {
	const transport = nodemailer.createTransport({
		...smtpOptions(smtpUrl),
		pool: true,
		maxConnections: 2,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	const carry: Carrier = async (letter, mail) => {
		await transport.sendMail({
			from,
			to: { name: letter.to.name, address: letter.to.address },
			subject: oneLine(letter.subject),
			text: asText(letter),
			html: asHtml(letter),
			messageId: mail.messageId,
			references: letter.thread ? [letter.thread] : [],
			inReplyTo: letter.thread,
			headers: {
				'Auto-Submitted': 'auto-generated',
				'X-Auto-Response-Suppress': 'All',
				'Content-Language': letter.locale,
			},
		});
	};
	return Object.assign(carry, { close: () => transport.close() });
}

/** Carries letters into the demonstration's mailbox, to be read at /dev/mailbox. */
export function mailboxCarrier(db: Reading): Carrier {
	return async (letter, mail) => {
		await db
			.insertInto('mailbox_letter')
			.values({
				outgoing_mail_id: mail.id,
				to_name: letter.to.name,
				to_address: letter.to.address,
				subject: oneLine(letter.subject),
				text_body: asText(letter),
				html_body: asHtml(letter),
			})
			.execute();
	};
}

/** The sender: support at the portal's own host. */
export function senderOf(brand: string): { name: string; address: string } {
	return { name: `${brand} Serialdesk`, address: `support@${new URL(config().origin).hostname}` };
}

function smtpOptions(smtpUrl: string) {
	const url = new URL(smtpUrl);
	const auth = url.username
		? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
		: undefined;
	const secure = url.protocol === 'smtps:';
	return { host: url.hostname, port: Number(url.port) || (secure ? 465 : 587), secure, auth };
}

/** A header is one line, whatever somebody typed into a subject. */
function oneLine(text: string): string {
	// eslint-disable-next-line no-control-regex
	return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim();
}
