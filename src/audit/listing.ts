import { sql, type SelectQueryBuilder } from 'kysely';
import type { Reading } from '../database/connection.ts';
import { literally } from '../database/literally.ts';
import type { DB } from '../database/schema.generated.ts';
import type { AuditAction, Facts } from './entry.ts';
import type { AuditFilter } from './filter.ts';

export type AuditRow = {
	id: number;
	at: Date;
	/** The name that the person had then; '' for a visitor and for the portal itself. */
	who: string;
	address: string;
	action: AuditAction;
	subject: string;
	before: Facts | null;
	after: Facts | null;
	/** The entry's link of the chain, in hexadecimal. */
	fingerprint: string;
};

/**
 * Entries of the audit log, newest first, `limit` at most, those with a smaller id than `olderThan`. Days are those of `timeZone`. Everybody
 * with the right to inspect sees all of them: the edge asks for it.
 */
export async function listEntries(
	db: Reading,
	filter: AuditFilter,
	timeZone: string,
	{ limit, olderThan }: { limit: number; olderThan?: number },
): Promise<AuditRow[]> {
	let query = entries(db).limit(limit);
	if (olderThan !== undefined) query = query.where('id', '<', olderThan);
	const rows = await matching(query, filter, timeZone).execute();
	return rows as AuditRow[];
}

/** What happened to one subject (`closure:7`), the newest first, `limit` at most. For those who may see the subject itself. */
export async function listEntriesAbout(db: Reading, subject: string, limit: number): Promise<AuditRow[]> {
	const rows = await entries(db).where('subject', '=', subject).limit(limit).execute();
	return rows as AuditRow[];
}

/** All of them, in pages: a log of years never stands in memory. */
export async function* readEntries(db: Reading, filter: AuditFilter, timeZone: string): AsyncGenerator<AuditRow[]> {
	const limit = 1000;
	for (let olderThan: number | undefined; ;) {
		const page = await listEntries(db, filter, timeZone, { limit, olderThan });
		if (page.length > 0) yield page;
		if (page.length < limit) return;
		olderThan = page.at(-1)?.id;
	}
}

function entries(db: Reading) {
	return db
		.selectFrom('audit_entry')
		.select(['id', 'at', 'who', 'address', 'action', 'subject', 'before', 'after'])
		.select(sql<string>`encode(hash, 'hex')`.as('fingerprint'))
		.orderBy('id', 'desc');
}

type Entries<Output> = SelectQueryBuilder<DB, 'audit_entry', Output>;

function matching<Output>(query: Entries<Output>, filter: AuditFilter, timeZone: string): Entries<Output> {
	const { person, action, subject, address, from, to } = filter;
	let narrowed = query;
	if (person) narrowed = narrowed.where('who', 'ilike', `%${literally(person)}%`);
	if (action) narrowed = narrowed.where('action', '=', action);
	if (subject)
		narrowed = narrowed.where((by) => by.or(startsOf(subject).map((start) => by('subject', 'ilike', start))));
	if (address) narrowed = narrowed.where('address', 'like', `${literally(address)}%`);
	if (from) narrowed = narrowed.where('at', '>=', startOfDay(from, timeZone, 0));
	if (to) narrowed = narrowed.where('at', '<', startOfDay(to, timeZone, 1));
	return narrowed;
}

/** People type `C1001` or `KT-1`, the log says `customer:C1001` and `unit:k-tag/KT-1`. */
function startsOf(subject: string): string[] {
	const start = `${literally(subject)}%`;
	return subject.includes(':') ? [start] : [start, `%:${start}`, `%/${start}`];
}

function startOfDay(day: string, timeZone: string, daysLater: number) {
	const start = Temporal.PlainDate.from(day).add({ days: daysLater }).toZonedDateTime(timeZone);
	return sql<Date>`${start.toInstant().toString()}::timestamptz`;
}
