import { readFilter, type AuditFilter } from '../../../../../audit/filter.ts';
import { readEntries, type AuditRow } from '../../../../../audit/listing.ts';
import { csvStream } from '../../../../../database/csv.ts';
import { database } from '../../../../../database/connection.ts';
import { asStaff } from '../../../../request.server.ts';
import type { RequestHandler } from './$types';

const header = ['entry', 'time', 'person', 'address', 'action', 'subject', 'before', 'after', 'fingerprint'];

/** The audit log as the filter in the address narrows it, all of it, as CSV; times in UTC. */
export const GET: RequestHandler = (event) => {
	const { account } = asStaff(event, 'inspect');
	const filter = readFilter(event.url.searchParams);
	const today = Temporal.Now.plainDateISO(account.timeZone).toString();
	return new Response(csvStream(header, rowsOf(filter, account.timeZone)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="audit-log-${today}.csv"`,
		},
	});
};

async function* rowsOf(filter: AuditFilter, timeZone: string): AsyncGenerator<string[][]> {
	for await (const page of readEntries(database(), filter, timeZone)) yield page.map(asFields);
}

function asFields({ id, at, who, address, action, subject, before, after, fingerprint }: AuditRow): string[] {
	const facts = (value: AuditRow['before']) => (value ? JSON.stringify(value) : '');
	return [String(id), at.toISOString(), who, address, action, subject, facts(before), facts(after), fingerprint];
}
