import { sql } from 'kysely';
import type { Reading } from '../database/connection.ts';

/** Every job and what it needs to know. Payloads hold ids, never copies: a job reads the truth when it runs. */
export type Jobs = {
	'make-preview': { attachmentId: string };
	'tidy-up': Record<string, never>;
	/** What was typed into the recovery page: whether it means anybody is found out where no visitor's clock reaches. */
	recover: { email: string; identity: string; address: string; at: string };
	/** A limit of wrong logins was reached; `accountId` is null where there is no such account. */
	'login-attack': { limited: string; failures: number; address: string; accountId: number | null };
	/** A letter about access, told by a floor that knows of no letters. */
	'tell-account': { accountId: number; letter: 'password-changed'; eventKey: string };
};

/** Adds a job in the caller's transaction: rolled back with it, visible with it. */
export async function enqueue<Name extends keyof Jobs>(db: Reading, name: Name, payload: Jobs[Name]): Promise<void> {
	await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, max_attempts => 25)`.execute(db);
}
