import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { closureTurningOff } from '../branches/closure.ts';
import type { Account, Locale } from '../identity/account.ts';
import { may } from '../identity/actor.ts';
import { m } from '../paraglide/messages.js';
import { formatDateTime } from '../ui/format.ts';
import { branchZone, currentOffices } from './offices.server.ts';

/** What stands in for every page; only this file asks for it while the portal is off. */
const standIn = '/portal-off';

// The door for administrators, the ways out of it, and what tells the world why the portal is off. Assets and probes never come here.
const open = /^\/(desk\/login|logout|language|announcements|icon)(\/|$)|^\/announcements\.(json|atom|ics|js)$/;

const longestRetrySeconds = 3600;

/**
 * While a maintenance turns the portal off, everybody but administrators gets one page, whatever he asks for (product.md B4). It begins and
 * ends up to five seconds late on each process, which is known beforehand; what is written meanwhile is stopped by the closure itself.
 */
export const turnAway: Handle = async ({ event, resolve }) => {
	const { url, isSubRequest, locals } = event;
	const isStandIn = isSubRequest && url.pathname === standIn;
	if (isStandIn || open.test(url.pathname) || isAdministrator(locals.account)) return resolve(event);
	// With the database away nobody knows; the page will say that, with its headers, and nothing is written meanwhile.
	const off = await whileOff(locals.account, locals.locale).catch(() => null);
	if (!off) return resolve(event);
	const answer = await answerOff(event, off);
	answer.headers.set('retry-after', String(off.retryAfterSeconds));
	return answer;
};

export type Off = NonNullable<Awaited<ReturnType<typeof whileOff>>>;

/** Why the portal is off now and until when, in the reader's language and zone; null while it is on. */
export async function whileOff(account: Account | null, locale: Locale) {
	const now = new Date();
	const all = await currentOffices();
	const closure = closureTurningOff(all.closures, now);
	if (!closure) return null;
	const { endsAt } = closure;
	const announced = all.announcements.find((announcement) => announcement.closure?.id === closure.id)?.texts[locale];
	const seconds = Math.ceil((endsAt.getTime() - now.getTime()) / 1000);
	return {
		title: announced?.title ?? m.closure_maintenance({}, { locale }),
		text: announced?.body ?? '',
		until: {
			at: endsAt.toISOString(),
			text: formatDateTime(endsAt, locale, account?.timeZone ?? branchZone(all, null), 'full'),
		},
		retryAfterSeconds: Math.min(seconds, longestRetrySeconds),
		phones: all.offices.map(({ branch }) => ({ name: branch.legalName, phone: branch.phone })),
	};
}

/** Whether somebody gets in while the portal is off; also one who has still a step of his login to pass. */
export function isAdministrator(account: Account | null): account is Account {
	return account?.actor.kind === 'staff' && may(account.actor, 'administer');
}

async function answerOff(event: RequestEvent, { title, until }: Off): Promise<Response> {
	const { request, url, isDataRequest, locals } = event;
	const accepts = (type: string) => request.headers.get('accept')?.includes(type) ?? false;
	const message = m.portal_off_short({ title, until: until.text }, { locale: locals.locale });
	if (url.pathname.startsWith('/api/')) return problem({ title, detail: message });
	if (request.headers.has('x-sveltekit-action')) return json({ type: 'error', error: { message, code } });
	if (isDataRequest || (accepts('application/json') && !accepts('text/html'))) return json({ message, code });
	if (accepts('text/html')) return page(event);
	return new Response(`${message}\n`, { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

const code = 'portal-off';

function problem(details: { title: string; detail: string }): Response {
	const headers = { 'content-type': 'application/problem+json' };
	return Response.json({ type: 'about:blank', status: 503, code, ...details }, { status: 503, headers });
}

function json(body: object): Response {
	return Response.json(body, { status: 503 });
}

/** The page as the portal itself gets it, under its own policy. */
async function page(event: RequestEvent): Promise<Response> {
	const made = await event.fetch(standIn, { headers: { accept: 'text/html' } });
	const kept = ['content-type', 'content-security-policy'].map((name) => [name, made.headers.get(name) ?? '']);
	return new Response(await made.text(), { status: 503, headers: Object.fromEntries(kept) as HeadersInit });
}
