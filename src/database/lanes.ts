import pg from 'pg';
import { statementOf } from './statements.ts';

type Asked = {
	text: string;
	values: unknown[];
	resolve: (result: pg.QueryResult) => void;
	reject: (error: unknown) => void;
};
type Opening = pg.ClientConfig & { most: number; onLost: (error: Error) => void };

/**
 * Connections for queries that only read, outside of transactions. What is asked in one turn of the event loop goes out in one write:
 * waking a process of the database costs as much as a small query. The answers come one by one, and so do the errors.
 */
export class Lanes {
	readonly #opening: Opening;
	readonly #lanes = new Set<Lane>();
	#turn: Asked[] = [];

	constructor(opening: Opening) {
		this.#opening = opening;
	}

	ask(text: string, values: unknown[]): Promise<pg.QueryResult> {
		if (this.#turn.length === 0) setImmediate(() => this.#send());
		return new Promise((resolve, reject) => this.#turn.push({ text, values, resolve, reject }));
	}

	/** Says goodbye when everything asked until now is answered. */
	async end(): Promise<void> {
		this.#send();
		await Promise.all([...this.#lanes].map((lane) => lane.end()));
	}

	#send(): void {
		const turn = this.#turn;
		this.#turn = [];
		if (turn.length > 0) this.#freest().take(turn);
	}

	/** A slow query delays only what goes out with it, as long as there is another lane. */
	#freest(): Lane {
		let freest: Lane | undefined;
		for (const lane of this.#lanes) if (!freest || lane.unanswered < freest.unanswered) freest = lane;
		if (freest && (freest.unanswered === 0 || this.#lanes.size >= this.#opening.most)) return freest;
		const { onLost, ...config } = this.#opening;
		const lane = new Lane(config, (error) => {
			if (this.#lanes.delete(lane) && error) onLost(error);
		});
		this.#lanes.add(lane);
		return lane;
	}
}

/** One connection on which the next query does not wait for the answer to the one before. */
class Lane {
	unanswered = 0;
	readonly #client: pg.Client;
	readonly #connecting: Promise<unknown>;
	readonly #leave: (error?: Error) => void;
	readonly #parsed = new Set<string>();
	readonly #parsing = new Set<string>();
	#connected = false;

	constructor(config: pg.ClientConfig, leave: (error?: Error) => void) {
		this.#leave = leave;
		// Nobody closes an idle lane: it must notice by itself that the other end is gone.
		this.#client = new pg.Client({ ...config, pipeline: true, keepAlive: true, keepAliveInitialDelayMillis: 30_000 });
		this.#client.on('error', leave).on('end', () => leave());
		this.#connecting = this.#client.connect().then(() => (this.#connected = true));
		this.#connecting.catch(() => leave());
	}

	take(turn: Asked[]): void {
		this.unanswered += turn.length;
		if (this.#connected) this.#write(turn);
		else
			this.#connecting.then(
				() => this.#write(turn),
				(error: unknown) => turn.forEach(({ reject }) => reject(error)),
			);
	}

	async end(): Promise<void> {
		this.#leave();
		await this.#connecting.catch(() => {});
		await this.#client.end();
	}

	#write(turn: Asked[]): void {
		const { stream } = this.#client.connection;
		stream.cork();
		for (const asked of turn) void this.#ask(asked);
		stream.uncork();
	}

	async #ask({ text, values, resolve, reject }: Asked): Promise<void> {
		const name = this.#nameFor(text);
		try {
			resolve(await this.#client.query(name ? { name, text, values } : { text, values }));
			if (name) this.#parsed.add(name);
		} catch (error) {
			if (isStale(error)) void this.end();
			reject(error);
		} finally {
			if (name) this.#parsing.delete(name);
			this.unanswered--;
		}
	}

	/** While a name's first query is on its way, the same text goes without: should the first fail, there is no such name. */
	#nameFor(text: string): string | undefined {
		const { name } = statementOf(text);
		if (!name || this.#parsed.has(name)) return name;
		if (this.#parsing.has(name)) return undefined;
		this.#parsing.add(name);
		return name;
	}
}

/** A statement that the connection has lost, or whose tables have changed since: on a new connection it works. */
function isStale(error: unknown): boolean {
	return ['0A000', '26000', '42P05'].includes((error as { code?: string }).code ?? '');
}
