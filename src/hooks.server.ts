import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { sequence, type Handle, type HandleServerError } from '@sveltejs/kit/hooks';
import { config } from './config.server.ts';
import { database } from './database/connection.ts';
import type { Locale } from './identity/account.ts';
import { preferredLocale } from './identity/language.ts';
import { readSession } from './identity/sessions.ts';
import { log } from './log.ts';
import { m } from './paraglide/messages.js';
import { overwriteGetLocale } from './paraglide/runtime.js';
import { observeRequest } from './metrics.ts';
import { Refusal } from './refusal.ts';
import { refusalWords } from './refusal-words.ts';
import { answerAway, isDatabaseAway } from './routes/away.server.ts';
import { turnAway } from './routes/portal-off.server.ts';
import { currentMaker, languageCookie, sessionCookie } from './routes/request.server.ts';
import { addressedLocale, isSyndicated, openToTheWorld } from './routes/syndicated.server.ts';
import { isUnchanging } from './routes/unchanging.server.ts';

// Messages ask for the language of the answer that is being made; Paraglide's own middleware would copy every request.
const language = new AsyncLocalStorage<Locale>();
overwriteGetLocale(() => language.getStore() ?? 'en');

const measure: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	event.locals.requestId = randomUUID();
	const response = await resolve(event);
	const seconds = (performance.now() - started) / 1000;
	const { method } = event.request;
	observeRequest({ method, route: event.route.id ?? 'none', status: response.status }, seconds);
	return response;
};

const secure: Handle = async ({ event, resolve }) => {
	const response = isForeign(event.request)
		? new Response('Cross-site request refused', { status: 403 })
		: await Promise.resolve(resolve(event)).catch((error: unknown) => answerAway(event, error));
	for (const [name, value] of headers) if (!response.headers.has(name)) response.headers.set(name, value);
	const isOpen = isSyndicated(event) && !event.isDataRequest && response.status < 400;
	if (isOpen) openToTheWorld(event, response.headers);
	else if (isUnchanging(event) && response.ok) response.headers.set('cache-control', keptForGood);
	else response.headers.set('cache-control', 'no-store');
	if (response.status === 503 && !response.headers.has('retry-after')) response.headers.set('retry-after', '5');
	if (config().secureCookies) response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
	return response;
};

const keptForGood = 'public, max-age=31536000, immutable';

const headers: [string, string][] = [
	['x-content-type-options', 'nosniff'],
	['x-frame-options', 'DENY'],
	['cross-origin-opener-policy', 'same-origin'],
	['cross-origin-resource-policy', 'same-origin'],
	['referrer-policy', 'same-origin'],
	['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
	['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];

/**
 * Every method that changes something must come from our own pages (safety.md fact 5). A browser names the origin, or at least
 * the site relation; a client that names neither carries no cookie of a visitor against his will.
 */
function isForeign(request: Request): boolean {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false;
	const origin = request.headers.get('origin');
	if (origin) return !isOurs(origin, request);
	return request.headers.get('sec-fetch-site') !== 'same-origin';
}

function isOurs(origin: string, request: Request): boolean {
	const { origin: own, originIsDefault, allowedHosts } = config();
	if (origin === own) return true;
	// Without a configured address the portal is used under several local names.
	const host = request.headers.get('host') ?? '';
	return originIsDefault && allowedHosts.has(host) && origin === `http://${host}`;
}

const identify: Handle = async ({ event, resolve }) => {
	if (isSyndicated(event)) {
		event.locals.account = event.locals.actor = null;
		event.locals.locale = addressedLocale(event);
		return resolve(event);
	}
	const token = event.cookies.get(sessionCookie());
	const account = token ? await readSession(database(), token, new Date()) : null;
	event.locals.account = account;
	// A session that has not passed every step acts for nobody yet.
	event.locals.actor = account?.step === 'open' ? account.actor : null;
	event.locals.locale =
		account?.locale ??
		preferredLocale(event.cookies.get(languageCookie), event.request.headers.get('accept-language'));
	return resolve(event);
};

const speak: Handle = async ({ event, resolve }) => {
	const { locale } = event.locals;
	const { accent } = await currentMaker();
	return language.run(locale, () =>
		resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace('%brand%', `--brand: ${accent}`),
		}),
	);
};

export const handle = sequence(measure, secure, identify, turnAway, speak);

/** Refusals become their status and words here, once; everything unexpected is logged and tells nothing but its number. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	// An error before the language was known has none of these.
	const { locale: known, requestId } = event.locals as Partial<App.Locals>;
	const locale = known ?? 'en';
	if (error instanceof Refusal) {
		return { status: error.status, message: refusalWords(error.code, error.details, locale), code: error.code };
	}
	if (kind === 'framework' || kind === 'app')
		return kind === 'framework' ? { message: m.refusal_not_found({}, { locale }) } : undefined;
	if (isDatabaseAway(error)) return { status: 503, message: m.error_away({}, { locale }), id: requestId };
	log().error({ err: error, request: requestId, path: event.url.pathname }, 'unexpected');
	return { message: m.error_unexpected({}, { locale }), id: requestId };
};
