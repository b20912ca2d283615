import type { Closure } from '../branches/closure.ts';
import type { Locale } from '../identity/account.ts';

/** What other programs are told: announcements in one language, of one branch or of all. */
export type Feed = {
	title: string;
	/** The maker. */
	author: string;
	locale: Locale;
	/** Where exactly this is read, and the page for people. */
	url: string;
	pageUrl: string;
	/** null: nothing was ever announced. */
	changedAt: Date | null;
	/** What is announced now, the next to begin first. */
	entries: FeedEntry[];
	/** Closures that were announced and then cancelled, until they would have ended: whoever was told must hear of it. */
	cancelled: FeedEntry[];
};

export type FeedEntry = {
	/** The same in every language, and wherever the portal moves. */
	uuid: string;
	url: string;
	title: string;
	/** Plain text, whose blank lines part paragraphs; it begins with what is closed where and when. */
	text: string;
	/** null: of every branch. */
	branch: { slug: string; name: string } | null;
	closure: Closure | null;
	isCancelled: boolean;
	/** Grows with each change. */
	revision: number;
	publishedAt: Date;
	changedAt: Date;
};

/** What is announced and what is cancelled, the last change first. */
export function newestFirst({ entries, cancelled }: Pick<Feed, 'entries' | 'cancelled'>): FeedEntry[] {
	return [...entries, ...cancelled].toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime());
}
