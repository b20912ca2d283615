import { createHash } from 'node:crypto';
import { zoneOf, type Branch } from '../branches/branch.ts';
import { closureKindWords } from '../branches/closure-words.ts';
import type { Locale } from '../identity/account.ts';
import { m } from '../paraglide/messages.js';
import { formatDateTime } from '../ui/format.ts';
import type { Announcement } from './announcement.ts';
import type { FeedEntry } from './feed.ts';

type Telling = { locale: Locale; pageUrl: string; branches: Branch[] };

/**
 * An announcement as other programs are told it: in one language, its times in the zone of its branch, and without the characters
 * that neither XML nor a calendar can hold.
 */
export function feedEntry(announcement: Announcement, telling: Telling): FeedEntry {
	const { title, body } = announcement.texts[telling.locale];
	const { branch, period } = placeOf(announcement, telling);
	const { closure } = announcement;
	const head = [closure && closureKindWords[closure.kind]({}, telling), branch?.legalName, period?.text];
	const text = [head.filter(Boolean).join('\n'), body].filter(Boolean).join('\n\n');
	return entryOf(announcement, telling, { title, text, isCancelled: false });
}

/** A closure that was announced and then cancelled, as other programs are told it. */
export function cancelledEntry(announcement: Announcement, telling: Telling): FeedEntry {
	const { title } = announcement.texts[telling.locale];
	const { branch, period } = placeOf(announcement, telling);
	const text = [branch?.legalName, period && m.mail_announcement_closure_cancelled(period, telling)];
	return entryOf(announcement, telling, {
		title: m.mail_announcement_cancelled_heading({ title }, telling),
		text: text.filter(Boolean).join('\n'),
		isCancelled: true,
	});
}

function placeOf({ branchId, closure }: Announcement, { locale, branches }: Telling) {
	const branch = branches.find(({ id }) => id === branchId) ?? null;
	const zone = zoneOf(branchId, branches);
	if (!closure) return { branch, period: null };
	const moment = (at: Date) => formatDateTime(at, locale, zone, 'full');
	const [from, until] = [moment(closure.startsAt), moment(closure.endsAt)];
	return { branch, period: { from, until, zone, text: `${from} – ${until}` } };
}

type Said = Pick<FeedEntry, 'title' | 'text' | 'isCancelled'>;

function entryOf(announcement: Announcement, telling: Telling, { title, text, isCancelled }: Said): FeedEntry {
	const { id, closure, revision, publishedAt, changedAt } = announcement;
	const { branch } = placeOf(announcement, telling);
	return {
		uuid: uuidOf(announcement),
		url: `${telling.pageUrl}#announcement-${id}`,
		title: plain(title).replaceAll('\n', ' '),
		text: plain(text),
		branch: branch && { slug: branch.slug, name: plain(branch.legalName) },
		closure,
		isCancelled,
		revision,
		publishedAt,
		changedAt,
	};
}

/** Made of what never changes about it and no other portal shares (RFC 9562, version 8), so that no address is part of it. */
function uuidOf({ id, publishedAt }: Announcement): string {
	const bytes = createHash('sha256')
		.update(`announcement ${id} ${publishedAt.toISOString()}`)
		.digest()
		.subarray(0, 16);
	bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Without control characters and what is no character at all; lines end in one way. */
function plain(text: string): string {
	return text
		.toWellFormed()
		.replace(/\r\n?/g, '\n')
		.replace(/[[\p{Cc}\uFFFE\uFFFF]--[\n\t]]/gv, '');
}
