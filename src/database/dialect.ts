import { PostgresDialect, PostgresDriver, type CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type pg from 'pg';
import type { Lanes } from './lanes.ts';
import { statementOf } from './statements.ts';

/**
 * PostgreSQL with two ways to it: a query that only reads, outside of a transaction, shares a lane with others; transactions, and
 * whatever writes, have a connection of the pool to themselves.
 */
export class LanesDialect extends PostgresDialect {
	readonly #ways: [pg.Pool, Lanes];

	constructor(pool: pg.Pool, lanes: Lanes) {
		super({ pool });
		this.#ways = [pool, lanes];
	}

	override createDriver(): PostgresDriver {
		return new LanesDriver(...this.#ways);
	}
}

class LanesDriver extends PostgresDriver {
	readonly #lanes: Lanes;

	constructor(pool: pg.Pool, lanes: Lanes) {
		super({ pool });
		this.#lanes = lanes;
	}

	override async acquireConnection(): Promise<Way> {
		return new Way(this.#lanes, () => super.acquireConnection());
	}

	override async releaseConnection(way: DatabaseConnection): Promise<void> {
		const { own } = way as Way;
		if (own) await super.releaseConnection(own as PostgresConnection);
	}

	// A connection whose rollback fails is not used again: the driver marks it, so it must be given the connection itself.
	override async rollbackTransaction(way: DatabaseConnection): Promise<void> {
		await super.rollbackTransaction((await (way as Way).take()) as PostgresConnection);
	}

	override async destroy(): Promise<void> {
		await Promise.all([this.#lanes.end(), super.destroy()]);
	}
}

type PostgresConnection = Parameters<PostgresDriver['rollbackTransaction']>[0];

/** What Kysely takes for a connection. Nothing is taken from the pool before it is needed. */
class Way implements DatabaseConnection {
	/** Once there is one, everything goes over it: a transaction, or a lock that is held over several statements. */
	own: DatabaseConnection | undefined;
	readonly #lanes: Lanes;
	readonly #acquire: () => Promise<DatabaseConnection>;
	#isUsed = false;

	constructor(lanes: Lanes, acquire: () => Promise<DatabaseConnection>) {
		this.#lanes = lanes;
		this.#acquire = acquire;
	}

	async take(): Promise<DatabaseConnection> {
		return (this.own ??= await this.#acquire());
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		// Who asks twice on one connection wants it for himself.
		const isFirst = !this.#isUsed;
		this.#isUsed = true;
		if (!isFirst || !statementOf(query.sql).onlyReads) return (await this.take()).executeQuery(query);
		try {
			return await this.#lanes.ask(query.sql, query.parameters as unknown[]);
		} catch (error) {
			// Where it was asked, instead of where the answer came in.
			if (error instanceof Error) Error.captureStackTrace(error);
			throw error;
		}
	}

	async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
		yield* (await this.take()).streamQuery<R>(query, chunkSize);
	}
}
