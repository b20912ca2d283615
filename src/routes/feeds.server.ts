import { createHash } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { Feed } from '../announcements/feed.ts';
import { readFeed } from './syndicated.server.ts';

type Format = { type: string; write(feed: Feed): string };

/** A feed in one of its formats; nothing but a nod (304) for whoever has it already (RFC 9110, section 13). */
export async function answerFeed(event: RequestEvent, { type, write }: Format): Promise<Response> {
	const feed = await readFeed(event);
	const body = write(feed);
	const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
	const headers = new Headers({
		etag,
		...(feed.changedAt && { 'last-modified': feed.changedAt.toUTCString() }),
	});
	if (isKnown(event.request.headers, etag, feed.changedAt)) return new Response(null, { status: 304, headers });
	headers.set('content-type', `${type}; charset=utf-8`);
	return new Response(body, { headers });
}

/** Whether the asker names what he would get; the tag says it better than the time, which is in whole seconds. */
function isKnown(asked: Headers, etag: string, changedAt: Date | null): boolean {
	const tags = asked.get('if-none-match');
	if (tags !== null) return tags.trim() === '*' || tags.matchAll(/"[^"]*"/g).some(([tag]) => tag === etag);
	const since = Date.parse(asked.get('if-modified-since') ?? '');
	return changedAt !== null && since >= Math.floor(changedAt.getTime() / 1000) * 1000;
}
