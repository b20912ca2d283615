import type { Feed, FeedEntry } from './feed.ts';

/**
 * Closures as a calendar to subscribe to (RFC 5545, RFC 7986). Times are instants: an office closed from midnight to midnight is closed
 * at other hours for a customer in another zone. What is cancelled is told until it would have ended.
 */
export function writeCalendar({ title, author, locale, url, entries, cancelled }: Feed): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		`PRODID:-//Serialdesk//${escape(author)}//${locale.toUpperCase()}`,
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		`NAME:${escape(title)}`,
		`X-WR-CALNAME:${escape(title)}`,
		`SOURCE;VALUE=URI:${url}`,
		'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
		'X-PUBLISHED-TTL:PT1H',
		...[...entries, ...cancelled].flatMap(event),
		'END:VCALENDAR',
	];
	return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** Nothing for an announcement about no closure: it is no event. */
function event(entry: FeedEntry): string[] {
	const { uuid, url, title, text, branch, closure, isCancelled, revision, publishedAt, changedAt } = entry;
	if (!closure) return [];
	return [
		'BEGIN:VEVENT',
		`UID:${uuid}`,
		`SEQUENCE:${revision}`,
		`DTSTAMP:${instant(changedAt)}`,
		`CREATED:${instant(publishedAt)}`,
		`LAST-MODIFIED:${instant(changedAt)}`,
		`DTSTART:${instant(closure.startsAt)}`,
		`DTEND:${instant(closure.endsAt)}`,
		`SUMMARY:${escape(title)}`,
		`DESCRIPTION:${escape(text)}`,
		...(branch ? [`CATEGORIES:${escape(branch.name)}`] : []),
		`URL:${url}`,
		`STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
		// That support is away does not keep the reader from anything else.
		'TRANSP:TRANSPARENT',
		'END:VEVENT',
	];
}

function instant(at: Date): string {
	return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

function escape(text: string): string {
	return text.replace(/[\\;,]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}

/** A line holds 75 octets, the blank that continues it included, and no character is cut. */
function fold(line: string): string {
	let folded = '';
	let octets = 0;
	for (const character of line) {
		const size = Buffer.byteLength(character);
		if (octets + size > 75) {
			folded += '\r\n ';
			octets = 1;
		}
		folded += character;
		octets += size;
	}
	return folded;
}
