import { redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import { findMaker, type Maker } from '../branches/finding.ts';
import { config } from '../config.server.ts';
import { database } from '../database/connection.ts';
import type { Account } from '../identity/account.ts';
import type { Actor, CustomerActor, StaffActor } from '../identity/actor.ts';
import { Refusal } from '../refusal.ts';

export const languageCookie = 'language';

/** `__Host-` binds the cookie to this host and to https; plain http, on one's own machine, cannot have it. */
export function sessionCookie(): string {
	return config().secureCookies ? '__Host-serialdesk' : 'serialdesk';
}

export function setSession(cookies: Cookies, token: string): void {
	cookies.set(sessionCookie(), token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: config().secureCookies,
		maxAge: 30 * 86_400,
	});
}

export function clearSession(cookies: Cookies): void {
	cookies.delete(sessionCookie(), { path: '/', secure: config().secureCookies });
}

/** The customer who asks; everybody else is sent to log in and comes back afterwards. */
export function asCustomer(event: RequestEvent): { actor: CustomerActor; account: Account } {
	const { actor, account } = event.locals;
	if (actor?.kind === 'customer' && account) return { actor, account };
	if (actor) throw new Refusal('not-allowed');
	return redirect(303, `/login${backTo(event)}`);
}

/** The staff member who asks; a customer is refused. */
export function asStaff(event: RequestEvent): { actor: StaffActor; account: Account } {
	const { actor, account } = event.locals;
	if (actor?.kind === 'staff' && account) return { actor, account };
	if (actor) throw new Refusal('not-allowed');
	return redirect(303, `/desk/login${backTo(event)}`);
}

/** Whoever is logged in. */
export function asAnybody(event: RequestEvent): { actor: Actor; account: Account } {
	const { actor, account } = event.locals;
	if (actor && account) return { actor, account };
	return redirect(303, `/login${backTo(event)}`);
}

/** Where to go after login: a path of ours, never another site's. */
export function wayBack(url: URL, otherwise: string): string {
	const to = url.searchParams.get('to') ?? '';
	return /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : otherwise;
}

function backTo(event: RequestEvent): string {
	return event.request.method === 'GET' ? `?to=${encodeURIComponent(event.url.pathname + event.url.search)}` : '';
}

let known: { maker: Promise<Maker>; until: number } | undefined;

/** The maker, read again every ten seconds: it is on every page and changes once a year. */
export function currentMaker(): Promise<Maker> {
	if (!known || known.until < Date.now()) {
		const maker = findMaker(database());
		maker.catch(() => (known = undefined));
		known = { maker, until: Date.now() + 10_000 };
	}
	return known.maker;
}
