import { Kysely, type Transaction } from 'kysely';
import pg from 'pg';
import { log } from '../log.ts';
import { LanesDialect } from './dialect.ts';
import { Lanes } from './lanes.ts';
import type { DB } from './schema.generated.ts';
import { statementOf } from './statements.ts';

/** A place to read from: the pool or a transaction. */
export type Reading = Kysely<DB>;
/** A place to write to: only ever a transaction, so that a change and its consequences commit together. */
export type Writing = Transaction<DB>;

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

type Connected = { db: Kysely<DB>; pool: pg.Pool; url: string };
// The server runs from source while the web part is a bundle: two module graphs, one pool.
const shared = globalThis as typeof globalThis & { serialdeskDatabase?: Connected };

class NamingClient extends pg.Client {
	override query(...args: unknown[]): never {
		const [text, values] = args;
		const query = super.query.bind(this) as (...args: unknown[]) => never;
		const name = typeof text === 'string' && Array.isArray(values) ? statementOf(text).name : undefined;
		return name ? query({ name, text, values }, ...args.slice(2)) : query(...args);
	}
}

/** Opens the process's pool. Errors of idle connections are logged: PostgreSQL may restart under us. */
export function connect(url: string, max = 10): Kysely<DB> {
	const opening = { connectionString: url, connectionTimeoutMillis: 5000 };
	const onLost = (error: Error) => log().warn({ err: error }, 'database connection lost');
	const pool = new pg.Pool({ ...opening, max, Client: NamingClient });
	pool.on('error', onLost);
	pool.on('connect', (client) => client.on('error', () => {}));
	const lanes = new Lanes({ ...opening, most: Math.min(max, 8), onLost });
	const db = new Kysely<DB>({ dialect: new LanesDialect(pool, lanes) });
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
