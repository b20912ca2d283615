import { newestFirst, type Feed, type FeedEntry } from './feed.ts';

/** The Atom Syndication Format (RFC 4287). */
export function writeAtom(feed: Feed): string {
	const { title, author, locale, url, pageUrl, changedAt } = feed;
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">`,
		element('id', url),
		element('title', title),
		element('updated', (changedAt ?? new Date(0)).toISOString()),
		`<author>${element('name', author)}</author>`,
		link('self', 'application/atom+xml', url),
		link('alternate', 'text/html', pageUrl),
		...newestFirst(feed).map(asEntry),
		'</feed>\n',
	].join('\n');
}

function asEntry({ uuid, url, title, text, branch, publishedAt, changedAt }: FeedEntry): string {
	return [
		'<entry>',
		element('id', `urn:uuid:${uuid}`),
		element('title', title),
		element('published', publishedAt.toISOString()),
		element('updated', changedAt.toISOString()),
		link('alternate', 'text/html', url),
		...(branch ? [`<category term="${escape(branch.slug)}" label="${escape(branch.name)}"/>`] : []),
		`<content type="text">${escape(text)}</content>`,
		'</entry>',
	].join('\n');
}

function element(name: string, text: string): string {
	return `<${name}>${escape(text)}</${name}>`;
}

function link(rel: string, type: string, href: string): string {
	return `<link rel="${rel}" type="${type}" href="${escape(href)}"/>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text and for attributes in double quotes; characters that XML cannot hold never come here. */
function escape(text: string): string {
	return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
