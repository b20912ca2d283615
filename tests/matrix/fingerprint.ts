import { sql, type Kysely } from 'kysely';
import type { DB } from '../../src/database/schema.generated.ts';

// That somebody was here, and what he has read, is recorded by looking (docs/decisions/006).
const readingRecords = new Set(['ticket_unread']);
const seenAt = ['seen_at'];

/** A hash of every row of each table, by the table's name. */
export async function fingerprint(db: Kysely<DB>): Promise<Record<string, string>> {
	const { rows: tables } = await sql<{ name: string }>`
		select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
	`.execute(db);
	const parts = tables
		.filter(({ name }) => !readingRecords.has(name))
		.map(
			({ name }) => sql`
				select ${name} as name, md5(coalesce(string_agg(row, ',' order by row), '')) as hash
				from (select (to_jsonb(t) - ${seenAt}::text[])::text as row from ${sql.table(name)} as t) as rows`,
		);
	const { rows } = await sql<{ name: string; hash: string }>`${sql.join(parts, sql` union all `)}`.execute(db);
	return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}
