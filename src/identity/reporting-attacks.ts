import type { Facts } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { enqueue, type Jobs } from '../jobs/enqueueing.ts';
import { log } from '../log.ts';

type Reached = { limited: string; failures: number; address: string; accountId: number | null };

/**
 * Tells operators and the audit log that logins are being tried, once per limit and window. The entry is written by a job: who
 * logs in does not wait for the log's turn, and an unknown account costs the same as an existing one.
 */
export async function reportAttack(db: Reading, { limited, failures, address, accountId }: Reached): Promise<void> {
	log().warn({ event: 'login-attack', limited, failures, address, account: accountId }, 'too many wrong logins');
	await enqueue(db, 'login-attack', { limited, failures, address, accountId });
}

/** Writes the attack into the audit log. Of a tried password nothing is known but that it was the same. */
export async function recordAttack(trx: Writing, attack: Jobs['login-attack']): Promise<void> {
	const { limited, failures, address, accountId } = attack;
	const after: Facts = { limit: limited, wrongLogins: failures };
	const subject = (limited === 'account' && (await nameOf(trx, accountId))) || `logins:${limited}`;
	await record(trx, { accountId: null, address }, { action: 'login-attack', subject, after });
}

async function nameOf(trx: Writing, accountId: number | null): Promise<string | undefined> {
	const account = await trx
		.selectFrom('account')
		.select(['kind', 'login'])
		.where('id', '=', accountId)
		.executeTakeFirst();
	return account && `${account.kind}:${account.kind === 'customer' ? account.login.toUpperCase() : account.login}`;
}
