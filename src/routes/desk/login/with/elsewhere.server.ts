import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { config } from '../../../../config.server.ts';
import { Refusal } from '../../../../refusal.ts';
import { addressedId } from '../../../../database/addressed-id.ts';
import { pathBack } from '../../../../staff/provider.ts';
import { loginMinutes } from '../../../../staff/recognising.ts';

/** The login service that an address names. @throws Refusal `not-found` */
export function providerOf(event: RequestEvent): number {
	const id = addressedId(event.params['provider']);
	if (!id) throw new Refusal('not-found');
	return id;
}

/** Where the service sends the browser back to. */
export function redirectUri(providerId: number): string {
	return config().origin + pathBack(providerId);
}

// Lax, because the way back begins on the service's own site; what it opens is bound to the state as well.
const attributes = () => ({
	path: '/',
	httpOnly: true,
	sameSite: 'lax' as const,
	secure: config().secureCookies,
	maxAge: loginMinutes * 60,
});

function cookie(): string {
	return config().secureCookies ? '__Host-serialdesk-elsewhere' : 'serialdesk-elsewhere';
}

export function keepMark(cookies: Cookies, browser: string): void {
	cookies.set(cookie(), browser, attributes());
}

/** The browser's part of the login that it began, which is forgotten: it is good for one way back. */
export function takeMark(cookies: Cookies): string {
	const browser = cookies.get(cookie()) ?? '';
	cookies.delete(cookie(), { ...attributes(), maxAge: 0 });
	return browser;
}
