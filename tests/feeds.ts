import type { Announcement, AnnouncementText } from '../src/announcements/announcement.ts';
import type { Feed } from '../src/announcements/feed.ts';
import { cancelledEntry, feedEntry } from '../src/announcements/feeding.ts';
import type { Branch } from '../src/branches/branch.ts';
import { locales, type Locale } from '../src/identity/account.ts';

export const paris: Branch = {
	id: 2,
	slug: 'france',
	legalName: 'SAS Atelier & Fils, France',
	country: 'FR',
	timeZone: 'Europe/Paris',
	languages: ['fr'],
	phone: '',
	hours: [],
};

const pageUrl = 'https://support.example.com/announcements';

/** The French office is away over Christmas, as announced on the first of December and changed on the second. */
export function announcement(words: AnnouncementText, details: Partial<Announcement> = {}): Announcement {
	return {
		id: 7,
		branchId: paris.id,
		closure: {
			id: 3,
			kind: 'company_holiday',
			branchId: paris.id,
			startsAt: new Date('2026-12-24T11:00:00Z'),
			endsAt: new Date('2027-01-02T23:00:00Z'),
			noNewTickets: true,
			noMessages: true,
			portalOff: false,
			version: 1,
		},
		texts: Object.fromEntries(locales.map((locale) => [locale, words])) as Announcement['texts'],
		audience: 'nobody',
		shownFrom: new Date('2026-12-01T08:00:00Z'),
		shownUntil: null,
		revision: 2,
		publishedAt: new Date('2026-12-01T08:00:00Z'),
		changedAt: new Date('2026-12-02T09:30:15.250Z'),
		...details,
	};
}

type Told = { announcements: Announcement[]; cancelled?: Announcement[]; locale?: Locale };

/** Announcements as other programs are told them. */
export function feedOf({ announcements, cancelled = [], locale = 'en' }: Told): Feed {
	const telling = { locale, pageUrl, branches: [paris] };
	return {
		title: 'Announcements; of Acme, Ltd.',
		author: 'Acme & Söhne',
		locale,
		url: 'https://support.example.com/announcements.atom?lang=en&branch=france',
		pageUrl,
		changedAt: announcements[0]?.changedAt ?? null,
		entries: announcements.map((one) => feedEntry(one, telling)),
		cancelled: cancelled.map((one) => cancelledEntry(one, telling)),
	};
}

const nasty = ['\0', '\x01', '\x0b', '\x1f', '\x7f', '\x85', '\ufffe', '\uffff', '\ud800', '\udfff', '\u2028', '\ufeff']
	.concat(['\r', '\r\n', '\n', '\t', ' ', '\\', '\\n', ';', ',', ':', '"', "'", '&', '<', '>', ']]>', '<![CDATA['])
	.concat(['&#0;', '&amp;', '</title>', 'END:VEVENT', '</script>', '<!--', 'a', 'Ж', 'é', '€', '𝔸', '👩‍🔧', '٣']);

/** So many texts of what formats stumble over, the same in each run. */
export function hostileTexts(count: number): string[] {
	let seed = 20_261_124;
	const next = (below: number) => {
		seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((seed / 2 ** 32) * below);
	};
	const piece = () => nasty[next(nasty.length)] ?? '';
	return Array.from({ length: count }, () => `x${Array.from({ length: next(60) }, piece).join('')}x`);
}
