import { isRunning } from '../branches/closure.ts';
import type { Announcement } from './announcement.ts';

const dayMs = 86_400_000;
/** How long before it starts a closure stands on every page; a public holiday, which nobody has to be told of long before. */
const shownDays = { public_holiday: 7, company_holiday: 14, maintenance: 14 };

/** What is said above a page: the most urgent announcement, and how many there are besides. */
export type Notice = {
	id: number;
	title: string;
	/** Whose it is, before readers of several branches. */
	branch: string | null;
	period: string | null;
	tone: 'info' | 'warning';
	more: number;
};

/** Whose page it is: a customer's of his branch, one of a technician's of those that he serves, a visitor's (null) of all. */
export type Readers = { branchIds: number[] | null };

/** What stands above every page (product.md B6), the most urgent first: what runs, what comes by its beginning, what is about no time. */
export function bannersFor(announcements: Announcement[], { branchIds }: Readers, now: Date): Announcement[] {
	return announcements
		.filter(({ branchId }) => branchIds === null || branchId === null || branchIds.includes(branchId))
		.filter((announcement) => isShown(announcement, now) && isNear(announcement, now))
		.toSorted((a, b) => beginning(a) - beginning(b) || b.publishedAt.getTime() - a.publishedAt.getTime());
}

/** A closure is a warning while it runs; all else is news. */
export function toneOf({ closure }: Pick<Announcement, 'closure'>, now: Date): Notice['tone'] {
	return closure && isRunning(closure, now) ? 'warning' : 'info';
}

function isShown({ shownFrom, shownUntil }: Announcement, now: Date): boolean {
	return shownFrom <= now && (shownUntil === null || now < shownUntil);
}

function isNear({ closure }: Announcement, now: Date): boolean {
	if (!closure) return true;
	return closure.startsAt.getTime() - now.getTime() <= shownDays[closure.kind] * dayMs && now < closure.endsAt;
}

function beginning({ closure }: Announcement): number {
	return closure?.startsAt.getTime() ?? Number.MAX_SAFE_INTEGER;
}
