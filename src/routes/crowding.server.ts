import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { networkOf } from '../identity/counting.ts';
import { secondsRefused } from '../identity/limiting.ts';
import { preferredLocale } from '../identity/language.ts';
import { refusalWords } from '../refusal-words.ts';
import { Refusal } from '../refusal.ts';
import { deviceCookie } from './entering.server.ts';
import { languageCookie } from './request.server.ts';

// A refusal that looks at the database and draws a page costs five milliseconds, one from here a tenth of one: three hundred a
// second leave everybody else his place. More than these are not hashed in the time that anybody waits.
const mostUnderWay = 32;
// A cookie is easily claimed, so those have an end as well.
const mostOfKnown = 128;

const underWay = new Map(['/login', '/desk/login', '/recover'].map((door) => [door, 0]));

/**
 * Turns strangers away at the doors while too many are under way there, and a network that has used up its tries, before anything is
 * asked of the database. Whoever brings the cookie of a known browser is let through to be looked at.
 */
export const guardDoors: Handle = async ({ event, resolve }) => {
	const door = event.url.pathname;
	const count = underWay.get(door);
	if (event.request.method !== 'POST' || count === undefined) return resolve(event);
	const isStranger = !event.cookies.get(deviceCookie());
	const seconds = isStranger && door !== '/recover' ? secondsRefused(networkOf(event.getClientAddress())) : undefined;
	if (seconds) return turnedAway(event, new Refusal('too-many-attempts', { retryAfter: seconds }));
	if (count >= (isStranger ? mostUnderWay : mostOfKnown)) {
		return turnedAway(event, new Refusal('too-busy', { retryAfter: 5 }));
	}
	underWay.set(door, count + 1);
	try {
		return await resolve(event);
	} finally {
		underWay.set(door, (underWay.get(door) ?? 1) - 1);
	}
};

function turnedAway({ cookies, request, url }: RequestEvent, { status, code, details }: Refusal): Response {
	const locale = preferredLocale(cookies.get(languageCookie), request.headers.get('accept-language'));
	const page = `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${status}</title>
<main><h1>${status}</h1><p>${refusalWords(code, details, locale)}</p><p><a href="${url.pathname}">↻</a></p></main>
</html>`;
	const headers = { 'content-type': 'text/html; charset=utf-8', 'retry-after': String(details['retryAfter']) };
	return new Response(page, { status, headers });
}
