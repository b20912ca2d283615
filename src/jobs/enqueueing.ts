import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';

/** Every job and what it needs to know. Payloads hold ids, never copies: a job reads the truth when it runs. */
export type Jobs = {
	'make-preview': { attachmentId: string };
	'tidy-up': Record<string, never>;
};

/** Adds a job in the caller's transaction: rolled back with it, visible with it. */
export async function enqueue<Name extends keyof Jobs>(db: Reading, name: Name, payload: Jobs[Name]): Promise<void> {
	await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, max_attempts => 25)`.execute(db);
}
