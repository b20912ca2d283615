import { fail, redirect } from '@sveltejs/kit';
import { database } from '../../../../../../database/connection.ts';
import { findRun, listRefusals } from '../../../../../../importing/listing.ts';
import { isOpen, paceOf, rowsRead } from '../../../../../../importing/run.ts';
import { cancelImport } from '../../../../../../importing/starting.ts';
import { removeUpload } from '../../../../../../importing/uploading.ts';
import { may } from '../../../../../../identity/actor.ts';
import { m } from '../../../../../../paraglide/messages.js';
import { Refusal } from '../../../../../../refusal.ts';
import { formatBytes, formatDateTime, formatRelative } from '../../../../../../ui/format.ts';
import { asStaff, doneBy } from '../../../../../request.server.ts';
import { runNumber } from '../run-number.server.ts';
import type { Actions, PageServerLoad } from './$types';

const shownRefusals = 100;

/** One import: how far it is, and what it refused. The page asks again while it runs. */
export const load: PageServerLoad = async (event) => {
	event.depends('import:run');
	const { actor, account } = asStaff(event, 'inspect');
	const run = await findRun(database(), runNumber(event.params.id));
	const refusals = await listRefusals(database(), run.id, { limit: shownRefusals });
	const now = new Date();
	const { share, perSecond, secondsLeft } = paceOf(run, now);
	const moment = (at: Date | null) => (at ? formatDateTime(at, account.locale, account.timeZone) : '');
	const ready = secondsLeft === null ? null : new Date(now.getTime() + secondsLeft * 1000);
	const { id, kind, state, fileName, overwrites, added, updated, existing, refused, problem, who } = run;
	return {
		run: { id, kind, state, fileName, overwrites, added, updated, existing, refused, problem, who },
		open: isOpen(run),
		mayCancel: may(actor, 'administer') && isOpen(run),
		read: rowsRead(run),
		share,
		perSecond,
		remaining: ready && formatRelative(ready, now, account.locale),
		size: formatBytes(run.size, account.locale),
		created: moment(run.createdAt),
		finished: moment(run.finishedAt),
		refusals,
	};
};

export const actions: Actions = {
	async cancel(event) {
		asStaff(event, 'administer');
		const id = runNumber(event.params.id);
		try {
			const storedAs = await database()
				.transaction()
				.execute((trx) => cancelImport(trx, doneBy(event), id, new Date()));
			await removeUpload(storedAs);
		} catch (error) {
			if (!(error instanceof Refusal) || error.status !== 409) throw error;
			return fail(409, { problem: m.import_ended_already() });
		}
		redirect(303, `/desk/admin/import/${id}`);
	},
};
