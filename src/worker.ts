import { run, type TaskList } from 'graphile-worker';
import { makePreview } from './attachments/previewing.ts';
import { collectOrphans } from './attachments/staging.ts';
import { findMaker } from './branches/finding.ts';
import { config } from './config.server.ts';
import { connectionPool, database } from './database/connection.ts';
import { forgetOldSubmissions } from './database/submitting.ts';
import { forgetOldFailures } from './identity/limiting.ts';
import { forgetOldSessions } from './identity/sessions.ts';
import { watchWorkers } from './jobs/watching.ts';
import { log } from './log.ts';
import { mailboxCarrier, senderOf, smtpCarrier } from './mail/carrying.ts';
import { deliverDue, type Carrier } from './mail/delivering.ts';
import { composeTicketLetter } from './tickets/letters.ts';

// A letter that failed is due again after a minute at most; notifications only wake the sender sooner.
const mailEverySeconds = 15;

/** Starts the jobs of this process. `concurrency`: how many run at once. */
export async function startWorker({ concurrency }: { concurrency: number }): Promise<{ stop(): Promise<void> }> {
	const db = database();
	const { brand } = await findMaker(db);
	const { smtpUrl } = config();
	const smtp = smtpUrl ? smtpCarrier(smtpUrl, senderOf(brand)) : undefined;
	const carry: Carrier = smtp ?? mailboxCarrier(db);
	const deliver = () => deliverDue(db, (mail) => composeTicketLetter(db, mail, brand), carry);
	const watch = watchWorkers(connectionPool());
	const runner = await run({
		pgPool: connectionPool(),
		concurrency,
		noHandleSignals: true,
		logger: watch.logger,
		events: watch.events,
		taskList: tasks(deliver),
		crontab: '17 * * * * tidy-up ?fill=1h',
	});
	const round = setInterval(() => {
		deliver().catch((error: unknown) => log().warn({ err: error }, 'the round of letters failed'));
	}, mailEverySeconds * 1000);
	return {
		async stop() {
			clearInterval(round);
			await runner.stop();
			await watch.stop();
			smtp?.close();
		},
	};
}

function tasks(deliver: () => Promise<number>): TaskList {
	return {
		'deliver-mail': async () => void (await deliver()),
		'make-preview': async (payload) => {
			const { attachmentId } = payload as { attachmentId: string };
			await makePreview(database(), attachmentId);
		},
		'tidy-up': async () => {
			await collectOrphans(database());
			await forgetOldSessions(database());
			await forgetOldFailures(database());
			await forgetOldSubmissions(database());
		},
	};
}
