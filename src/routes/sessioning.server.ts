import { database } from '../database/connection.ts';
import type { Account } from '../identity/account.ts';
import type { SessionView } from '../identity/agent.ts';
import { listSessions } from '../identity/session-listing.ts';
import { formatDateTime, formatRelative } from '../ui/format.ts';

/** What the list of sessions shows, wherever it stands. */
export async function sessionsOf(account: Account): Promise<SessionView[]> {
	const now = new Date();
	const { locale, timeZone } = account;
	const sessions = await listSessions(database(), account, now);
	return sessions.map(({ id, device, address, since, seenAt, isThis }) => ({
		id,
		device,
		address,
		since: formatDateTime(since, locale, timeZone),
		seen: formatRelative(seenAt, now, locale),
		seenAt: seenAt.toISOString(),
		isThis,
	}));
}
