import { changesOf } from '../../../../../audit/changes.ts';
import { readFilter } from '../../../../../audit/filter.ts';
import { listEntries, type AuditRow } from '../../../../../audit/listing.ts';
import { verifyAuditLog } from '../../../../../audit/verifying.ts';
import { database } from '../../../../../database/connection.ts';
import type { Account } from '../../../../../identity/account.ts';
import { formatDateTime } from '../../../../../ui/format.ts';
import { asStaff } from '../../../../request.server.ts';
import { inWords } from './fact-words.server.ts';
import type { Actions, PageServerLoad } from './$types';

const pageLength = 50;

/** The audit log, newest first, narrowed by what the address says. */
export const load: PageServerLoad = async (event) => {
	const { account } = asStaff(event, 'inspect');
	const query = event.url.searchParams;
	const filter = readFilter(query);
	const before = query.get('before') ?? '';
	const olderThan = /^\d{1,15}$/.test(before) ? Number(before) : undefined;
	const rows = await listEntries(database(), filter, account.timeZone, { limit: pageLength + 1, olderThan });
	return {
		filter,
		entries: rows.slice(0, pageLength).map((row) => shown(row, account)),
		next: rows.length > pageLength ? rows[pageLength - 1]?.id : undefined,
		first: olderThan === undefined,
	};
};

export const actions: Actions = {
	/** Walks the whole chain; changes nothing. */
	async verify(event) {
		const { account } = asStaff(event, 'inspect');
		const verdict = await verifyAuditLog(database());
		return { verdict, checkedAt: formatDateTime(new Date(), account.locale, account.timeZone) };
	},
};

function shown({ at, before, after, ...row }: AuditRow, { locale, timeZone }: Account) {
	const moment = {
		iso: at.toISOString(),
		text: formatDateTime(at, locale, timeZone),
		full: formatDateTime(at, locale, timeZone, 'full'),
	};
	const changes = changesOf(before, after).map((change) => inWords(row.action, change, locale));
	return { ...row, at: moment, changes };
}
