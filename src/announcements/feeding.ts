import { createHash } from 'node:crypto';
import type { Branch } from '../branches/branch.ts';
import { closureKindWords } from '../branches/closure-words.ts';
import type { Locale } from '../identity/account.ts';
import { formatDateTime } from '../ui/format.ts';
import type { Announcement } from './announcement.ts';
import type { FeedEntry } from './feed.ts';

type Telling = { locale: Locale; pageUrl: string; branches: Branch[] };

/**
 * An announcement as other programs are told it: in one language, its times in the zone of its branch, and without the characters
 * that neither XML nor a calendar can hold.
 */
export function feedEntry(announcement: Announcement, { locale, pageUrl, branches }: Telling): FeedEntry {
	const { id, branchId, closure, texts, revision, publishedAt, changedAt } = announcement;
	const branch = branches.find((one) => one.id === branchId) ?? null;
	const timeZone = (branch ?? branches[0])?.timeZone ?? 'UTC';
	const { title, body } = texts[locale];
	const paragraphs = [headOf({ branch, closure }, locale, timeZone), body];
	return {
		uuid: uuidOf(announcement),
		url: `${pageUrl}#announcement-${id}`,
		title: plain(title).replaceAll('\n', ' '),
		text: plain(paragraphs.filter(Boolean).join('\n\n')),
		branch: branch && { slug: branch.slug, name: plain(branch.legalName) },
		closure,
		revision,
		publishedAt,
		changedAt,
	};
}

type Head = Pick<Announcement, 'closure'> & { branch: Branch | null };

function headOf({ branch, closure }: Head, locale: Locale, timeZone: string): string {
	const moment = (at: Date) => formatDateTime(at, locale, timeZone, 'full');
	const lines = [
		closure && closureKindWords[closure.kind]({}, { locale }),
		branch?.legalName,
		closure && `${moment(closure.startsAt)} – ${moment(closure.endsAt)}`,
	];
	return lines.filter(Boolean).join('\n');
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
