import { sql, type Insertable, type RawBuilder } from 'kysely';
import type { Writing } from './connection.ts';
import type { DB } from './schema.generated.ts';

type Table = keyof DB;

/** Rows as a table that SQL can read: one parameter, however many they are. */
export function asTable<Name extends Table>(table: Name, rows: Partial<Insertable<DB[Name]>>[]): RawBuilder<unknown> {
	return sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`;
}

/**
 * Inserts rows in one statement; all have the columns of the first. `rest` follows it (`on conflict …`, `returning …`),
 * and its rows are answered.
 */
export async function insertMany<Answer, Name extends Table = Table>(
	trx: Writing,
	table: Name,
	rows: Insertable<DB[Name]>[],
	rest: RawBuilder<unknown> = sql``,
): Promise<Answer[]> {
	const [first] = rows;
	if (!first) return [];
	const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
	// Ids drawn before are ours to give, also where the column numbers its rows itself.
	const result = await sql<Answer>`
		insert into ${sql.table(table)} (${columns}) overriding system value
		select ${columns} from ${asTable(table, rows)} ${rest}
	`.execute(trx);
	return result.rows;
}
