import { redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { By } from '../audit/entry.ts';
import { findMaker, type Maker } from '../branches/finding.ts';
import { config } from '../config.server.ts';
import { database } from '../database/connection.ts';
import type { Account, Step } from '../identity/account.ts';
import { may, type Actor, type Capability, type CustomerActor, type StaffActor } from '../identity/actor.ts';
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
	return goPassStep(event, '/login');
}

/** The staff member who asks, when his role has one of the capabilities, where any are named; a customer is refused. */
export function asStaff(event: RequestEvent, ...capabilities: Capability[]): { actor: StaffActor; account: Account } {
	const { actor, account } = event.locals;
	if (actor?.kind === 'staff' && account) {
		const isAllowed = capabilities.length === 0 || capabilities.some((capability) => may(actor, capability));
		if (!isAllowed) throw new Refusal('not-allowed');
		return { actor, account };
	}
	if (actor) throw new Refusal('not-allowed');
	return goPassStep(event, '/desk/login');
}

/** Whoever is logged in. */
export function asAnybody(event: RequestEvent): { actor: Actor; account: Account } {
	const { actor, account } = event.locals;
	if (actor && account) return { actor, account };
	return goPassStep(event, '/login');
}

/** Whoever may write on tickets, from either side: an auditor keeps neither drafts nor files. */
export function asWriter(event: RequestEvent): { actor: Actor; account: Account } {
	const { actor, account } = asAnybody(event);
	if (actor.kind === 'staff' && !may(actor, 'support')) throw new Refusal('not-allowed');
	return { actor, account };
}

/** Who does what this request asks for, and from where: for the audit log. */
export function doneBy(event: RequestEvent): By {
	return { accountId: event.locals.account?.id ?? null, address: event.getClientAddress() };
}

/** The page of the step that a session has still to pass; nothing for one that is open. */
export function stepPage({ step, actor }: { step: Step; actor: Pick<Actor, 'kind'> }): string | null {
	switch (step) {
		case 'open':
			return null;
		case 'second-factor':
			return actor.kind === 'staff' ? '/desk/login' : '/login';
		case 'choose-password':
			return '/password';
		case 'enrol-factor':
			return '/factors';
		case 'accept-terms':
			return '/terms';
	}
}

function goPassStep(event: RequestEvent, door: string): never {
	const { account } = event.locals;
	return redirect(303, ((account && stepPage(account)) ?? door) + backTo(event));
}

/** Where to go after login: a path of ours, never another site's. */
export function wayBack(url: URL, otherwise: string): string {
	const to = url.searchParams.get('to') ?? '';
	return /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : otherwise;
}

/** A form that was sent leads back to its own page, and the door says that it was not taken. */
function backTo({ request, url }: RequestEvent): string {
	if (request.method === 'GET') return `?to=${encodeURIComponent(url.pathname + url.search)}`;
	return url.search.startsWith('?/') ? `?to=${encodeURIComponent(url.pathname)}&unsent` : '';
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
