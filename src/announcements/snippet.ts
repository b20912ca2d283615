import { regional } from '../ui/format.ts';
import type { Feed, FeedEntry } from './feed.ts';

type Embedded = { label: string; language: string; items: EmbeddedItem[] };
type EmbeddedItem = { title: string; url: string; from: string | null; to: string | null };

/**
 * A script for the maker's other site: where its tag stands, what is announced now, with its times in the visitor's zone. It asks for
 * nothing more and writes neither markup nor style attributes, so that a strict policy of that site need allow nothing but this script.
 */
export function writeSnippet({ title, locale, entries }: Feed): string {
	const embedded: Embedded = { label: title, language: regional(locale), items: entries.map(asItem) };
	return `(${String(show)})(${asSource(embedded)});\n`;
}

function asItem({ title, url, closure }: FeedEntry): EmbeddedItem {
	return {
		title,
		url,
		from: closure && closure.startsAt.toISOString(),
		to: closure && closure.endsAt.toISOString(),
	};
}

/** Data as it may stand in a script, even in one that somebody copies into a page. */
function asSource(value: unknown): string {
	return JSON.stringify(value).replace(
		/[<\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** Runs on the other site, from its text alone: it must use nothing of this file. */
function show({ label, language, items }: Embedded): void {
	const script = document.currentScript;
	const shown = items.slice(0, Number(script?.dataset['limit']) || items.length);
	if (!script || shown.length === 0) return;
	const format = new Intl.DateTimeFormat(language, {
		year: 'numeric',
		month: 'long',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		timeZoneName: 'short',
		hourCycle: 'h23',
	});
	const time = (at: string) => {
		const element = document.createElement('time');
		element.dateTime = at;
		element.textContent = format.format(new Date(at));
		return element;
	};
	const list = document.createElement('ul');
	list.className = 'serialdesk-announcements';
	list.lang = language;
	list.setAttribute('aria-label', label);
	list.style.listStyle = 'none';
	list.style.margin = list.style.padding = '0';
	for (const { title, url, from, to } of shown) {
		const item = document.createElement('li');
		const link = document.createElement('a');
		link.href = url;
		link.textContent = title;
		item.append(link);
		item.style.marginBlock = '0.5em';
		if (from && to) item.append(document.createElement('br'), time(from), ' – ', time(to));
		list.append(item);
	}
	script.after(list);
}
