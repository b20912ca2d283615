import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';

/** Every job and what it needs to know. Payloads hold ids, never copies: a job reads the truth when it runs. */
export type Jobs = {
	'deliver-mail': Record<string, never>;
	'make-preview': { attachmentId: string };
	'tidy-up': Record<string, never>;
};

/**
 * Adds a job in the caller's transaction: rolled back with it, visible with it. Jobs with the same `once` key
 * that have not started yet are one job.
 */
export async function enqueue<Name extends keyof Jobs>(
	db: Reading,
	name: Name,
	payload: Jobs[Name],
	once?: string,
): Promise<void> {
	await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, job_key => ${once ?? null}, max_attempts => 25)`.execute(
		db,
	);
}
