import type { Announcement, ShownAnnouncement } from '../announcements/announcement.ts';
import { zoneOf, type Branch } from '../branches/branch.ts';
import type { Locale } from '../identity/account.ts';
import { formatDateTime, formatPeriod } from '../ui/format.ts';

/** `timeZone`: the reader's, where he is known; else times are those of the branch. */
type Reader = { locale: Locale; timeZone: string | undefined };

/** An announcement as a page shows it. */
export function shownAnnouncement(
	{ id, branchId, texts, closure, publishedAt }: Announcement,
	branches: Branch[],
	{ locale, timeZone }: Reader,
): ShownAnnouncement {
	const branch = branches.find((one) => one.id === branchId);
	const zone = timeZone ?? zoneOf(branchId, branches);
	return {
		id,
		branch: branch?.legalName ?? null,
		...texts[locale],
		closure: closure && { kind: closure.kind, period: formatPeriod(closure.startsAt, closure.endsAt, locale, zone) },
		published: { at: publishedAt.toISOString(), text: formatDateTime(publishedAt, locale, zone, 'full') },
	};
}
