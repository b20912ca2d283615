import { run, type TaskList } from 'graphile-worker';
import { composeAnnouncementLetter, isAnnouncementLetter } from './announcements/letters.ts';
import { tellDue } from './announcements/telling.ts';
import { makePreview } from './attachments/previewing.ts';
import { collectOrphans } from './attachments/staging.ts';
import { calendarOf } from './branches/calendars.ts';
import { listClosures } from './branches/closure-finding.ts';
import { findMaker, listBranches } from './branches/finding.ts';
import { config } from './config.server.ts';
import { recover } from './customers/recovering.ts';
import { connectionPool, database, type Reading, type Writing } from './database/connection.ts';
import { forgetOldSubmissions } from './database/submitting.ts';
import { forgetOldCounts } from './identity/counting.ts';
import { forgetOldCredentials } from './identity/credentials.ts';
import { forgetOldDevices } from './identity/devices.ts';
import { recordAttack } from './identity/reporting-attacks.ts';
import { forgetOldSessions } from './identity/sessions.ts';
import { forgetUploads } from './importing/tidying.ts';
import { importWaiting } from './importing/working.ts';
import type { Jobs } from './jobs/enqueueing.ts';
import { onWake } from './jobs/waking.ts';
import { watchWorkers } from './jobs/watching.ts';
import { composeAccessLetter, isAccessLetter } from './mail/access-letters.ts';
import { mailboxCarrier, senderOf, smtpCarrier } from './mail/carrying.ts';
import { deliverDue, type Carrier } from './mail/delivering.ts';
import type { Composer } from './mail/letter.ts';
import { tellAccount } from './mail/sending-credentials.ts';
import { composeRmaLetter, isRmaLetter } from './rma/letters.ts';
import { expireDue } from './rma/travelling.ts';
import { composeTicketLetter } from './tickets/letters.ts';
import { remindAndCloseSilent } from './tickets/silence.ts';
import { forgetPictures } from './units/accessory-picturing.ts';

// A letter that failed is due again after a minute at most, an import or a telling whose process died goes on at once; wake-ups only make it sooner.
const lookEverySeconds = 15;

/** Starts the jobs of this process. `concurrency`: how many run at once. */
export async function startWorker({ concurrency }: { concurrency: number }): Promise<{ stop(): Promise<void> }> {
	const db = database();
	const { brand } = await findMaker(db);
	const { smtpUrl } = config();
	const smtp = smtpUrl ? smtpCarrier(smtpUrl, senderOf(brand)) : undefined;
	const carry: Carrier = smtp ?? mailboxCarrier(db);
	const deliver = () => deliverDue(db, composer(db, brand), carry);
	const watch = await watchWorkers(connectionPool());
	const runner = await run({
		pgPool: connectionPool(),
		concurrency,
		noHandleSignals: true,
		logger: watch.logger,
		events: watch.events,
		taskList,
		crontab: [
			'17 * * * * tidy-up ?fill=1h',
			'41 * * * * settle-silence ?fill=1h',
			'7 * * * * expire-rmas ?fill=1h',
		].join('\n'),
	});
	const sender = onWake(connectionPool(), deliver);
	const stopping = new AbortController();
	const importer = onWake(connectionPool(), () => importWaiting(db, stopping.signal));
	const teller = onWake(connectionPool(), () => tellDue(db, new Date(), stopping.signal));
	const round = setInterval(() => [sender, importer, teller].forEach((each) => each.wake()), lookEverySeconds * 1000);
	return {
		async stop() {
			clearInterval(round);
			stopping.abort();
			await importer.stop();
			await teller.stop();
			await sender.stop();
			await runner.stop();
			await watch.stop();
			smtp?.close();
		},
	};
}

function composer(db: Reading, brand: string): Composer {
	return (mail) => {
		if (isAccessLetter(mail.letter)) return composeAccessLetter(db, mail, brand, new Date());
		if (isAnnouncementLetter(mail.letter)) return composeAnnouncementLetter(db, mail, brand);
		if (isRmaLetter(mail.letter)) return composeRmaLetter(db, mail, brand);
		return composeTicketLetter(db, mail, brand);
	};
}

const taskList: TaskList = {
	'make-preview': async (payload) => {
		const { attachmentId } = payload as { attachmentId: string };
		await makePreview(database(), attachmentId);
	},
	recover: async (payload) => {
		const { at, ...asked } = payload as Jobs['recover'];
		// From when it was asked: what the worker could not do within its time comes to nothing.
		await inTransaction((trx) => recover(trx, asked, new Date(at)));
	},
	'login-attack': async (payload) => {
		const attack = payload as Jobs['login-attack'];
		const { limited, accountId } = attack;
		await inTransaction(async (trx) => {
			// One letter a day: strangers do not fill the owner's mailbox.
			const day = new Date().toISOString().slice(0, 10);
			if (limited === 'account' && accountId !== null)
				await tellAccount(trx, accountId, 'login-blocked', `login-blocked-${day}`);
			await recordAttack(trx, attack);
		});
	},
	'tell-account': async (payload) => {
		const { accountId, letter, eventKey } = payload as Jobs['tell-account'];
		await inTransaction((trx) => tellAccount(trx, accountId, letter, eventKey));
	},
	'settle-silence': async () => {
		const db = database();
		const [branches, closures] = await Promise.all([listBranches(db), listClosures(db)]);
		const calendars = new Map(branches.map((branch) => [branch.id, calendarOf(branch, closures)]));
		await remindAndCloseSilent(db, { calendars, closures }, new Date());
	},
	'expire-rmas': async () => void (await expireDue(database(), new Date())),
	'tidy-up': async () => {
		await collectOrphans(database());
		await forgetOldSessions(database());
		await forgetOldCounts(database());
		await forgetOldCredentials(database());
		await forgetOldDevices(database());
		await forgetOldSubmissions(database());
		await forgetUploads(database(), new Date());
		await forgetPictures(database(), new Date());
	},
};

function inTransaction<Outcome>(work: (trx: Writing) => Promise<Outcome>): Promise<Outcome> {
	return database().transaction().execute(work);
}
