import type { IncomingMessage, ServerResponse } from 'node:http';
import { preferredLocale } from './identity/language.ts';
import { log } from './log.ts';
import { refusalWords } from './refusal-words.ts';

// Whoever is let in is out of the queue for a hash within a second. A refusal by a page costs milliseconds of everybody's time,
// one from here next to nothing: so three hundred a second leave the others their place.
const mostStrangers = 24;
// A cookie is easily claimed: those who bring one are looked at, but not without end.
const mostKnown = 96;
const retryAfterSeconds = 5;
const warnEveryMs = 60_000;

const underWay = new Map(['/login', '/desk/login', '/recover'].map((door) => [door, 0]));
let warnedAt = -Infinity;

/**
 * Turns strangers away from a door at which too many forms are being answered, before anything is read or asked; answers whether it
 * did. Each door counts for itself: while passwords are tried, recovery stays open.
 */
export function isCrowdedOut(request: IncomingMessage, answer: ServerResponse): boolean {
	const door = request.url?.split('?', 1)[0] ?? '';
	const count = underWay.get(door);
	if (request.method !== 'POST' || count === undefined) return false;
	const isKnown = /\bserialdesk-device=/.test(request.headers.cookie ?? '');
	if (count >= (isKnown ? mostKnown : mostStrangers)) {
		turnAway(request, answer, door);
		return true;
	}
	underWay.set(door, count + 1);
	answer.once('close', () => underWay.set(door, (underWay.get(door) ?? 1) - 1));
	return false;
}

function turnAway(request: IncomingMessage, answer: ServerResponse, door: string): void {
	if (performance.now() - warnedAt > warnEveryMs) {
		warnedAt = performance.now();
		log().warn({ event: 'login-attack', limited: 'crowd', door }, 'too many logins at once');
	}
	const locale = preferredLocale(undefined, request.headers['accept-language'] ?? null);
	answer.writeHead(503, {
		'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store',
		'retry-after': String(retryAfterSeconds),
	});
	answer.end(`<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>503</title>
<main><h1>503</h1><p>${refusalWords('too-busy', {}, locale)}</p><p><a href="${door}">↻</a></p></main>
</html>
`);
}
