import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { log } from '../log.ts';
import type { DB } from './schema.generated.ts';

/** A place to read from: the pool or a transaction. */
export type Reading = Kysely<DB>;
/** A place to write to: only ever a transaction, so that a change and its consequences commit together. */
export type Writing = Transaction<DB>;

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

type Connected = { db: Kysely<DB>; pool: pg.Pool; url: string };
// The server runs from source while the web part is a bundle: two module graphs, one pool.
const shared = globalThis as typeof globalThis & { serialdeskDatabase?: Connected };

/**
 * Names every query that reads, so that PostgreSQL plans it once per connection: planning a list
 * costs more than running it. Texts are few because lists of values travel as arrays.
 */
class NamingClient extends pg.Client {
	override query(...args: unknown[]): never {
		const [text, values] = args;
		const query = super.query.bind(this) as (...args: unknown[]) => never;
		if (typeof text !== 'string' || !Array.isArray(values) || !/^(select|with)\b/.test(text)) return query(...args);
		return query({ name: statementName(text), text, values }, ...args.slice(2));
	}
}

const statementNames = new Map<string, string>();
function statementName(text: string): string {
	let name = statementNames.get(text);
	if (!name) statementNames.set(text, (name = createHash('sha1').update(text).digest('base64url')));
	return name;
}

/** Opens the process's pool. Errors of idle connections are logged: PostgreSQL may restart under us. */
export function connect(url: string, max = 10): Kysely<DB> {
	const pool = new pg.Pool({ connectionString: url, max, Client: NamingClient, connectionTimeoutMillis: 5000 });
	pool.on('error', (error) => log().warn({ err: error }, 'database connection lost'));
	pool.on('connect', (client) => client.on('error', () => {}));
	const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	shared.serialdeskDatabase = { db, pool, url };
	return db;
}

/** The process's pool. */
export function database(): Kysely<DB> {
	return connected().db;
}

/** The pool underneath, for parts that speak to PostgreSQL themselves (the job queue). */
export function connectionPool(): pg.Pool {
	return connected().pool;
}

export async function disconnect(): Promise<void> {
	const open = shared.serialdeskDatabase;
	delete shared.serialdeskDatabase;
	// From now on a lost connection is what we want: the embedded server may end before the last one has said goodbye.
	open?.pool.removeAllListeners('error').on('error', () => {});
	await open?.db.destroy();
}

function connected(): Connected {
	if (!shared.serialdeskDatabase) throw new Error('the database is not connected yet');
	return shared.serialdeskDatabase;
}
