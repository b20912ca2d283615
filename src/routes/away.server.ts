import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import page from '../error.html?raw';
import { preferredLocale } from '../identity/language.ts';
import { m } from '../paraglide/messages.js';
import { languageCookie } from './request.server.ts';

/** Whether something failed because the database could not be reached, and so will work again by itself. */
export function isDatabaseAway(error: unknown): boolean {
	const { code = '', message = '' } = error as { code?: string; message?: string };
	return (
		/^(ECONN|EPIPE|ENOENT|57P0|08)/.test(code) ||
		/timeout expired|timeout exceeded when trying to connect|Connection terminated/.test(message)
	);
}

/**
 * What is answered while the database is away and nobody knows yet who asks: SvelteKit would answer by itself, and without the headers
 * that every answer of ours has. Anything else is thrown on.
 */
export function answerAway(event: RequestEvent, error: unknown): Response {
	if (isRedirect(error) || isHttpError(error) || !isDatabaseAway(error)) throw error;
	const wanted = event.request.headers.get('accept-language');
	const locale = preferredLocale(event.cookies.get(languageCookie), wanted);
	const message = m.error_away({}, { locale });
	if (event.isDataRequest) return Response.json({ type: 'error', status: 503, error: { message } }, { status: 503 });
	const html = page
		.replace('lang="en"', `lang="${locale}"`)
		.replaceAll('%sveltekit.status%', '503')
		.replace('%sveltekit.error.message%', message);
	return new Response(html, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
