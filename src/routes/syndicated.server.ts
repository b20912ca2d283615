import type { RequestEvent } from '@sveltejs/kit';
import { cancelledEntry, feedEntry } from '../announcements/feeding.ts';
import type { Feed } from '../announcements/feed.ts';
import type { Branch } from '../branches/branch.ts';
import { config } from '../config.server.ts';
import { isLocale, type Locale } from '../identity/account.ts';
import { preferredLocale } from '../identity/language.ts';
import { m } from '../paraglide/messages.js';
import { Refusal } from '../refusal.ts';
import { currentOffices } from './offices.server.ts';
import { currentMaker } from './request.server.ts';

type Asked = Pick<RequestEvent, 'request' | 'route' | 'url'>;

const framed = '/announcements/frame';
const syndicated = new Set<string | null>([
	'/announcements.json',
	'/announcements.atom',
	'/announcements.ics',
	'/announcements.js',
	framed,
]);

/**
 * Whether an address belongs to the whole world: caches keep its answers and other sites show them. So nobody is recognised there,
 * and the address alone says the language.
 */
export function isSyndicated({ route }: Pick<Asked, 'route'>): boolean {
	return syndicated.has(route.id);
}

/** The language in which such an address is answered. */
export function addressedLocale({ request, url }: Asked): Locale {
	return preferredLocale(url.searchParams.get('lang') ?? undefined, request.headers.get('accept-language'));
}

/** Lets caches keep an answer and other sites use it; only what is made to be framed may be framed. */
export function openToTheWorld({ route, url }: Asked, headers: Headers): void {
	headers.set('cache-control', 'public, max-age=300');
	headers.set('access-control-allow-origin', '*');
	headers.set('cross-origin-resource-policy', 'cross-origin');
	if (!url.searchParams.has('lang')) headers.append('vary', 'Accept-Language');
	if (route.id !== framed) return;
	headers.delete('x-frame-options');
	const policy = headers.get('content-security-policy') ?? '';
	headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'));
}

/**
 * What is announced, as the address asks for it: of the branch that it names, or of every one.
 * @throws Refusal `language-unknown`, `not-found` for a branch
 */
export async function readAnnounced({ url }: Asked) {
	const lang = url.searchParams.get('lang');
	if (lang !== null && !isLocale(lang)) throw new Refusal('language-unknown');
	const offices = await currentOffices();
	const branches = offices.offices.map((office) => office.branch);
	const branch = branchNamed(url.searchParams.get('branch'), branches);
	const isOfBranch = ({ branchId }: { branchId: number | null }) =>
		branch === null || branchId === null || branchId === branch.id;
	return {
		branch,
		branches,
		announcements: offices.announcements.filter(isOfBranch),
		cancelled: offices.cancelled.filter(isOfBranch),
		announcedAt: offices.announcedAt,
	};
}

function branchNamed(slug: string | null, branches: Branch[]): Branch | null {
	if (slug === null) return null;
	const branch = branches.find((one) => one.slug === slug);
	if (!branch) throw new Refusal('not-found');
	return branch;
}

/** What other programs are told at this address. */
export async function readFeed(event: Asked & Pick<RequestEvent, 'locals'>): Promise<Feed> {
	const { locale } = event.locals;
	const { branch, branches, announcements, cancelled, announcedAt } = await readAnnounced(event);
	const { brand } = await currentMaker();
	const { origin } = config();
	const pageUrl = `${origin}/announcements`;
	const telling = { locale, pageUrl, branches };
	return {
		title: `${m.announcements_title({}, { locale })} · ${branch?.legalName ?? brand}`,
		author: brand,
		locale,
		url: origin + syndicatedPath(event.route.id ?? '', locale, branch),
		pageUrl,
		changedAt: announcedAt,
		entries: announcements.map((one) => feedEntry(one, telling)),
		cancelled: cancelled.map((one) => cancelledEntry(one, telling)),
	};
}

/** One address for each language and branch. */
export function syndicatedPath(path: string, locale: Locale, branch: Branch | null): string {
	return `${path}?${new URLSearchParams({ lang: locale, ...(branch && { branch: branch.slug }) }).toString()}`;
}
