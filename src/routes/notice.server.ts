import type { Announcement } from '../announcements/announcement.ts';
import { bannersFor, toneOf, type Notice } from '../announcements/banner.ts';
import { isRunning } from '../branches/closure.ts';
import type { Account, Locale } from '../identity/account.ts';
import { formatPeriod } from '../ui/format.ts';
import { branchName, branchZone, currentOffices } from './offices.server.ts';

/** What a page of the portal says above all else to a customer, or (null) to a visitor in his language. */
export async function noticeFor(account: Account | null, locale: Locale): Promise<Notice | null> {
	return notice({ locale, timeZone: account?.timeZone, branchIds: account?.branchId ? [account.branchId] : null });
}

/** What the desk says of closures to somebody who serves these branches, in his time. */
export async function deskNoticeFor({ locale, timeZone }: Account, branchIds: number[]): Promise<Notice | null> {
	return notice({ locale, timeZone, branchIds, isDesk: true });
}

type Reader = { locale: Locale; timeZone: string | undefined; branchIds: number[] | null; isDesk?: boolean };

async function notice({ locale, timeZone, branchIds, isDesk = false }: Reader): Promise<Notice | null> {
	const now = new Date();
	const offices = await currentOffices();
	const said = offices.announcements.filter((one) => !turnsOff(one, now) && (one.closure !== null || !isDesk));
	const [first, ...more] = bannersFor(said, { branchIds }, now);
	if (!first) return null;
	const { id, branchId, closure, texts } = first;
	const zone = timeZone ?? branchZone(offices, branchId);
	return {
		id,
		title: texts[locale].title,
		branch: branchIds?.length === 1 ? null : branchName(offices, branchId),
		period: closure && formatPeriod(closure.startsAt, closure.endsAt, locale, zone),
		tone: toneOf(first, now),
		more: more.length,
	};
}

/** Who still gets in while the portal is off is told so by a line of its own. */
function turnsOff({ closure }: Announcement, now: Date): boolean {
	return closure !== null && closure.portalOff && isRunning(closure, now);
}
