import type { Closure, ClosureKind } from '../branches/closure.ts';
import type { Locale } from '../identity/account.ts';

/** Who gets a letter: nobody, customers with an open ticket, or all of them; of the announcement's branch, where it has one. */
export const audiences = ['nobody', 'open-tickets', 'everybody'] as const;
export type Audience = (typeof audiences)[number];

/** A title and plain text, whose blank lines part paragraphs. */
export type AnnouncementText = { title: string; body: string };

/** In characters. */
export const textLimits = { title: 150, body: 4000 };

/** What many are told at once, in every language, about a closure or anything else (product.md B6). */
export type Announcement = {
	id: number;
	/** null: for the customers of every branch. */
	branchId: number | null;
	closure: Closure | null;
	texts: Record<Locale, AnnouncementText>;
	audience: Audience;
	shownFrom: Date;
	/** null: until it is withdrawn. */
	shownUntil: Date | null;
	/** Grows with each change, which is told again. */
	revision: number;
	publishedAt: Date;
	changedAt: Date;
};

/** How an announcement stands at a moment. */
export type AnnouncementState = 'coming' | 'shown' | 'over' | 'withdrawn';

/** An announcement as a page shows it, in the reader's language. */
export type ShownAnnouncement = AnnouncementText & {
	id: number;
	/** null: of every branch. */
	branch: string | null;
	closure: { kind: ClosureKind; period: string } | null;
	published: { at: string; text: string };
};

/** Who gets a letter about a closure: maintenance is everybody's; an office that is away is news to those who wait for it. */
export function audienceOf(kind: ClosureKind): Audience {
	return kind === 'maintenance' ? 'everybody' : 'open-tickets';
}

/** The paragraphs of a text, which blank lines part. */
export function paragraphsOf(body: string): string[] {
	return body.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
}
