import { newestFirst, type Feed, type FeedEntry } from './feed.ts';

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). What no field of it says stands under `_closure`, an extension of its kind. */
export function writeJsonFeed(feed: Feed): string {
	const { title, author, locale, url, pageUrl } = feed;
	return JSON.stringify({
		version: 'https://jsonfeed.org/version/1.1',
		title,
		home_page_url: pageUrl,
		feed_url: url,
		language: locale,
		authors: [{ name: author, url: pageUrl }],
		items: newestFirst(feed).map(asItem),
	});
}

function asItem({ uuid, url, title, text, branch, closure, isCancelled, publishedAt, changedAt }: FeedEntry) {
	return {
		id: `urn:uuid:${uuid}`,
		url,
		title,
		content_text: text,
		date_published: publishedAt.toISOString(),
		date_modified: changedAt.toISOString(),
		...(branch && { tags: [branch.name] }),
		...(closure && {
			_closure: {
				kind: closure.kind,
				starts_at: closure.startsAt.toISOString(),
				ends_at: closure.endsAt.toISOString(),
				is_cancelled: isCancelled,
			},
		}),
	};
}
