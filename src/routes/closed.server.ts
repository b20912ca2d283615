import { closureStopping, type Closed, type Writing } from '../branches/closure.ts';
import type { Account } from '../identity/account.ts';
import { formatDateTime } from '../ui/format.ts';
import { currentOffices } from './offices.server.ts';

/** The closure that keeps this customer from writing at this moment; null when he may. */
export async function closedFor({ branchId, locale, timeZone }: Account, what: Writing): Promise<Closed | null> {
	const { closures, announcements } = await currentOffices();
	const closure = closureStopping(closures, branchId, what, new Date());
	if (!closure) return null;
	const announced = announcements.find((announcement) => announcement.closure?.id === closure.id)?.texts[locale];
	const { kind, endsAt } = closure;
	return {
		kind,
		title: announced?.title ?? '',
		text: announced?.body ?? '',
		until: { at: endsAt.toISOString(), text: formatDateTime(endsAt, locale, timeZone, 'full') },
	};
}
