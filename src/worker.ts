import { run, type TaskList } from 'graphile-worker';
import { makePreview } from './attachments/previewing.ts';
import { collectOrphans } from './attachments/staging.ts';
import { findMaker } from './branches/finding.ts';
import { config } from './config.server.ts';
import { connectionPool, database } from './database/connection.ts';
import { forgetOldSubmissions } from './database/submitting.ts';
import { forgetOldFailures } from './identity/limiting.ts';
import { forgetOldSessions } from './identity/sessions.ts';
import { onWake } from './jobs/waking.ts';
import { watchWorkers } from './jobs/watching.ts';
import { mailboxCarrier, senderOf, smtpCarrier } from './mail/carrying.ts';
import { deliverDue, type Carrier } from './mail/delivering.ts';
import { composeTicketLetter } from './tickets/letters.ts';

// A letter that failed is due again after a minute at most; wake-ups only make it sooner.
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
		taskList,
		crontab: '17 * * * * tidy-up ?fill=1h',
	});
	const sender = onWake(connectionPool(), deliver);
	const round = setInterval(() => sender.wake(), mailEverySeconds * 1000);
	return {
		async stop() {
			clearInterval(round);
			await sender.stop();
			await runner.stop();
			await watch.stop();
			smtp?.close();
		},
	};
}

const taskList: TaskList = {
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
