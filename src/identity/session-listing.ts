import type { By } from '../audit/entry.ts';
import { record } from '../audit/recording.ts';
import type { Reading, Writing } from '../database/connection.ts';
import { Refusal } from '../refusal.ts';
import type { Account } from './account.ts';
import { deviceOf } from './agent.ts';
import { accountSubject } from './account-finding.ts';
import { endSessions, idleDays } from './sessions.ts';

/** Where somebody is logged in with the account. */
export type OpenSession = {
	id: string;
	/** "Firefox · Windows", or empty when its browser does not say. */
	device: string;
	address: string;
	since: Date;
	seenAt: Date;
	isThis: boolean;
};

/** The account's open sessions: this one, then those used last. */
export async function listSessions(
	db: Reading,
	{ id, sessionId, actor }: Pick<Account, 'id' | 'sessionId' | 'actor'>,
	now: Date,
): Promise<OpenSession[]> {
	const idleSince = new Date(now.getTime() - idleDays[actor.kind] * 86_400_000);
	const rows = await db
		.selectFrom('session')
		.select(['id', 'agent', 'address', 'created_at as since', 'seen_at as seenAt'])
		.where('account_id', '=', id)
		.where('step', '=', 'open')
		.where('expires_at', '>', now)
		.where('seen_at', '>', idleSince)
		.orderBy('seen_at', 'desc')
		.execute();
	return rows
		.map(({ agent, ...row }) => ({ ...row, device: deviceOf(agent), isThis: row.id === sessionId }))
		.sort((a, b) => Number(b.isThis) - Number(a.isThis));
}

/** Ends one of the account's sessions: its token opens nothing from the next request on. @throws Refusal `not-found` */
export async function endSession(trx: Writing, accountId: number, sessionId: string, by: By): Promise<void> {
	const ended = await trx
		.deleteFrom('session')
		.where('id', '=', sessionId)
		.where('account_id', '=', accountId)
		.returning(['address', 'agent'])
		.executeTakeFirst();
	if (!ended) throw new Refusal('not-found');
	const before = { address: ended.address, device: deviceOf(ended.agent) };
	await record(trx, by, { action: 'sessions-ended', subject: await accountSubject(trx, accountId), before });
}

/** Ends all sessions of the account but this one; answers how many. */
export async function endOtherSessions(
	trx: Writing,
	{ id, sessionId }: Pick<Account, 'id' | 'sessionId'>,
	by: By,
): Promise<number> {
	const sessions = await endSessions(trx, id, sessionId);
	if (sessions > 0) {
		const subject = await accountSubject(trx, id);
		await record(trx, by, { action: 'sessions-ended', subject, before: { sessions } });
	}
	return sessions;
}
