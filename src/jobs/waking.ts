import { sql } from 'kysely';
import pg from 'pg';
import type { Reading } from '../database/connection.ts';
import { log } from '../log.ts';

const channel = 'serialdesk_wake';
const reconnectAfterMs = 1000;

/**
 * Tells the workers of every node that there is something to do, when this transaction commits. Only a hint: who waits for it
 * also looks by himself from time to time.
 */
export async function wake(db: Reading): Promise<void> {
	await sql`select pg_notify(${channel}, '')`.execute(db);
}

/** Calls `work` now and after wake-ups, never twice at once; a wake-up during the work leads to one more round. */
export function onWake(pool: pg.Pool, work: () => Promise<unknown>): { wake(): void; stop(): Promise<void> } {
	const state = { stopped: false, again: false, running: Promise.resolve() as Promise<unknown>, busy: false };
	let listener: pg.Client | undefined;

	function wakeUp(): void {
		state.again = true;
		if (!state.busy) state.running = rounds(state, work);
	}

	async function listen(): Promise<void> {
		const client = new pg.Client({ ...pool.options, application_name: 'serialdesk listener' });
		client.on('error', () => {});
		client.on(
			'end',
			() => void (state.stopped || setTimeout(() => void listen().catch(() => {}), reconnectAfterMs).unref()),
		);
		client.on('notification', wakeUp);
		listener = client;
		await client.connect();
		await client.query(`listen ${channel}`);
	}

	void listen().catch((error: unknown) => log().warn({ err: error }, 'not listening for wake-ups'));
	wakeUp();
	return {
		wake: wakeUp,
		async stop() {
			state.stopped = true;
			await listener?.end().catch(() => {});
			await state.running;
		},
	};
}

type Rounds = { stopped: boolean; again: boolean; busy: boolean };

async function rounds(state: Rounds, work: () => Promise<unknown>): Promise<void> {
	state.busy = true;
	while (state.again && !state.stopped) {
		state.again = false;
		await work().catch((error: unknown) => log().warn({ err: error }, 'work after a wake-up failed'));
	}
	state.busy = false;
}
