import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { readMail, type Mail } from './mime.ts';

export type ReceivedMail = Mail & { envelope: { from: string; to: string[] } };
export type MailSink = {
	/** For SMTP_URL. */
	url: string;
	mails: ReceivedMail[];
	/** The first mail, arrived or yet to come, that fits; fails after ten seconds. */
	waitFor(fits: (mail: ReceivedMail) => boolean, seconds?: number): Promise<ReceivedMail>;
	/** From now on every mail is refused with this SMTP code (451 is "try again later"); `undefined` accepts again. */
	refuseWith(code: number | undefined): void;
	close(): Promise<void>;
};

/** A real SMTP server that keeps what it is given. */
export async function openMailSink(port = 0): Promise<MailSink> {
	const mails: ReceivedMail[] = [];
	let refusal: number | undefined;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData(stream, session, done) {
			const pieces: Buffer[] = [];
			stream.on('data', (piece: Buffer) => pieces.push(piece));
			stream.on('end', () => {
				if (refusal) return done(Object.assign(new Error('refused'), { responseCode: refusal }));
				const { mailFrom, rcptTo } = session.envelope;
				const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
				mails.push({ ...readMail(Buffer.concat(pieces)), envelope });
				done();
			});
		},
	});
	server.on('error', () => {});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const address = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${address.port}`,
		mails,
		waitFor: (fits, seconds = 10) => waitFor(mails, fits, seconds),
		refuseWith: (code) => (refusal = code),
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}

async function waitFor(
	mails: ReceivedMail[],
	fits: (mail: ReceivedMail) => boolean,
	seconds: number,
): Promise<ReceivedMail> {
	const deadline = Date.now() + seconds * 1000;
	while (Date.now() < deadline) {
		const mail = mails.find(fits);
		if (mail) return mail;
		await sleep(25);
	}
	const arrived = mails.map(({ envelope, subject }) => `${envelope.to.join(', ')}: ${subject}`);
	throw new Error(`no such mail after ${seconds} s. Arrived:\n${arrived.join('\n') || 'nothing'}`);
}
